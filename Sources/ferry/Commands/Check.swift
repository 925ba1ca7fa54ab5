import ArgumentParser
import Contracts
import Documents
import FoundationEssentials
import Gateways
import Journeys
import Ledgers
import Logging
import Mailboxes
import SystemPackage
import Translation

struct Check: FerryCommand {
  static let configuration = CommandConfiguration(
    abstract: "Is everything there? One line each, and a remedy where it fails.",
    discussion: """
      Settings, profiles, secrets, folders and their file systems, ledger, and for each target GET /test-connection or, of Schneider Electric, a token. Changes nothing, takes no lock. \
      Exits 78 for the settings, 74 for folders and ledger, 69 for a target.

      ferry check
      FERRY_ERP_BASE_URL=https://erp.example.com/v1 ferry check --json

      With --restored it says that the ledger was restored from a backup, or is lost, and compares it with archive, error folders, claimed files \
      and outbox instead: what the ledger does not know is entered, as an answer tells it, else in doubt. Takes the lock. Where an original cannot be \
      read, run and watch go on refusing to send, until it can be or you say --accept-unreadable.

      ferry check --restored --dry-run
      ferry check --restored
      """)

  @OptionGroup var config: ConfigOption
  @Flag(help: "As JSON.") var json = false
  @Flag(help: "Send a test alert by each channel of alerts.") var alert = false
  @Flag(help: "The ledger was restored from a backup, or is lost: compare it with archive and outbox.") var restored = false
  @Flag(help: "With --restored: show what would be entered, write nothing.") var dryRun = false

  @Flag(help: "With --restored: go on without files that cannot be read; what they held counts as never sent.") var acceptUnreadable = false

  func validate() throws {
    if alert, restored { throw ValidationError("--alert goes with ferry check alone; with --restored nothing is sent to anybody") }
    if acceptUnreadable, !restored { throw ValidationError("--accept-unreadable goes with --restored") }
    if dryRun, !restored { throw ValidationError("--dry-run goes with --restored; ferry check alone changes nothing") }
  }

  func perform() async throws -> ExitStatus {
    restored ? try await restore() : await look()
  }

  private func restore() async throws -> ExitStatus {
    let restoring = Restoring(
      settings: try config.load(secrets: .leftOut), user: Operator.name(environment: Surroundings.environment),
      acceptsUnread: acceptUnreadable)
    let report = dryRun ? try await restoring.rehearse() : try await restoring.perform()
    Lines.out.line(
      json
        ? String(decoding: ReportText.json(report, isTrial: dryRun).bytes, as: UTF8.self) : ReportText.text(report, isTrial: dryRun))
    return ExitStatus(of: report)
  }

  private func look() async -> ExitStatus {
    var list = CheckList()
    let name = config.named ?? Settings.defaultFile
    do throws(SettingsError) {
      let settings = try config.load()
      list.passed("settings", "\(name), partners \(settings.partnerNames.joined(separator: ", "))")
      checkProfiles(settings, &list)
      checkFolders(settings, &list)
      await checkLedger(settings, &list)
      await checkTargets(settings, &list)
      await checkAlerts(settings, &list)
    } catch {
      for mistake in error.mistakes { list.failed("settings", .settings, mistake.description) }
    }
    Lines.out.line(json ? String(decoding: list.json.bytes, as: UTF8.self) : list.text(isColoured: isColoured))
    return list.status
  }

  private var isColoured: Bool { Lines.out.isTerminal && (Surroundings.environment["NO_COLOR"] ?? "").isEmpty }

  private func checkProfiles(_ settings: Settings, _ list: inout CheckList) {
    for name in settings.partnerNames {
      for profile in settings.partners[name]?.handling.profiles ?? [] {
        let files = profile.files.isEmpty ? "every file" : "files \(profile.files.joined(separator: ", "))"
        let fields = "\(profile.fields.count) field\(profile.fields.count == 1 ? "" : "s")"
        list.passed("profile \(profile.name) of \(name)", "\(profile.kind.rawValue) as \(profile.format.rawValue), \(files), \(fields)")
      }
    }
  }

  private func checkFolders(_ settings: Settings, _ list: inout CheckList) {
    let rules = settings.scanRules()
    for check in FolderCheck.check(settings.folders, partners: settings.partnerNames) {
      let partner = check.partner == Mailbox.defaultPartner ? "" : " of \(check.partner)"
      let what = "\(check.role.rawValue) folder\(partner)"
      if let problem = check.problem {
        if check.role == .state, problem.code == .missing, !FolderContents.isMissing(check.path.removingLastComponent()) {
          list.passed(what, "\(check.path.printable) is made at the first run")
        } else {
          list.failed(what, .trouble, problem.message)
        }
        continue
      }
      let kind = check.kind?.rawValue ?? "unknown"
      if check.role == .state, check.kind?.isRemote == true {
        list.failed(
          what, .trouble,
          "\(check.path.printable) is on \(kind), where locks and fsync cannot be trusted; set folders.state to a local disk")
        continue
      }
      let rest = check.role == .inbox ? rules[check.partner].map { ", rest period \($0.restPeriod.settingsText)" } ?? "" : ""
      list.passed(what, "\(check.path.printable) on \(kind)\(rest)")
    }
  }

  private func checkLedger(_ settings: Settings, _ list: inout CheckList) async {
    let place = LedgerPlace(folders: settings.folders)
    do {
      guard let ledger = try place.openForReadingIfThere(isVerified: true) else {
        return list.passed("ledger", "\(place.path) is made at the first run")
      }
      try place.checkMark()
      list.passed("ledger", "\(place.path)")
      for (target, address) in try await ledger.bindings().sorted(by: { $0.key < $1.key }) {
        guard let set = settings.targets[target], set.baseURL != address else { continue }
        list.failed(
          "target \(target)", .settings,
          "\(settings.place(of: set.section + ".base_url")): the ledger's numbers of this target are those of "
            + "\(address), not of \(set.baseURL); give the new system a target name or a folder of its own, or set base_url back")
      }
    } catch {
      list.failed("ledger", .trouble, "\(error)")
    }
  }

  /// Tries nothing, unless a test alert is asked for.
  private func checkAlerts(_ settings: Settings, _ list: inout CheckList) async {
    guard settings.alerts != nil else { return }
    do throws(SettingsError) {
      let alerts = try OpenAlerts.open(settings)
      for channel in alerts.channels {
        let what = "alerts by \(channel.name)"
        if let problem = (channel as? AlertCommand)?.problem {
          list.failed(what, .settings, problem)
        } else if alert, let failure = await channel.deliver(Alert.test.json(at: UTC.now()).bytes) {
          list.failed(what, .held, failure)
        } else {
          list.passed(what, alert ? "a test alert was delivered" : "ready; ferry check --alert sends a test")
        }
      }
      await alerts.shutdown()
    } catch {
      for mistake in error.mistakes { list.failed("alerts", .settings, mistake.description) }
    }
  }

  private func checkTargets(_ settings: Settings, _ list: inout CheckList) async {
    var quiet = LogSettings()
    quiet.level = .critical
    for target in settings.targets.values.sorted(by: { $0.name < $1.name }) {
      guard let connection = target.connection else { continue }
      do throws(GatewayError) {
        let gateway = try connection.open(logger: LineLogHandler.logger(quiet))
        let outcome = await gateway.probe()
        await gateway.shutdown()
        switch outcome {
        case .success: list.passed("target \(target.name)", target.probe)
        case .held(let hold): list.failed("target \(target.name)", .held, hold.message)
        case .refused(let refusal):
          list.failed("target \(target.name)", .held, refusal.messages.first?.text ?? "answered with status \(refusal.status)")
        case .inDoubt(let doubt): list.failed("target \(target.name)", .held, doubt.message)
        }
      } catch {
        list.failed("target \(target.name)", .settings, settings.mistake(error).description)
      }
    }
  }
}
