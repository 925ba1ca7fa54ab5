import FoundationEssentials
import Ledgers
import SystemPackage
import Testing
import Translation

@testable import ferry

@Suite(.serialized) struct TimesTests {
  @Test func `an instant is written and read back`() {
    #expect(UTC.text(seconds: 1_795_240_800, milliseconds: 7) == "2026-11-21T06:00:00.007Z")
    #expect(UTC.seconds(of: "2026-11-21T06:00:00.007Z") == 1_795_240_800)
    #expect(UTC.seconds(of: "2026-11-21T06:00:00Z") == 1_795_240_800)
    #expect(UTC.seconds(of: "yesterday") == nil)
    #expect(UTC.seconds(of: UTC.now()) != nil)
  }

  @Test func `the day of an instant is that of the zone`() {
    let evening = "2026-11-21T23:30:00.000Z"
    LocalDate.use(zone: nil)
    #expect(LocalDate.folder(of: evening) == "2026/11/21")
    LocalDate.use(zone: "Europe/Paris")
    #expect(LocalDate.folder(of: evening) == "2026/11/22")
    #expect(LocalDate.folder(of: "2026-06-30T21:59:59.999Z") == "2026/06/30")
    #expect(LocalDate.folder(of: "2026-06-30T22:00:00.000Z") == "2026/07/01")
    LocalDate.use(zone: "America/New_York")
    #expect(LocalDate.folder(of: "2026-01-01T04:00:00.000Z") == "2025/12/31")
    LocalDate.use(zone: nil)
  }

  @Test func `a daily deadline is a time of the local day, on its days of the week`() {
    defer { LocalDate.use(zone: nil) }
    let two = DailyFile(hour: 2, minute: 0)
    LocalDate.use(zone: "Europe/Paris")
    #expect(
      LocalDate.deadlines(two, around: "2026-11-21T06:00:00.000Z")
        == Deadlines(passed: "2026-11-21T01:00:00.000Z", next: "2026-11-22T01:00:00.000Z", nearest: "2026-11-21T01:00:00.000Z"))
    #expect(
      LocalDate.deadlines(two, around: "2026-07-21T20:00:00.000Z")
        == Deadlines(passed: "2026-07-21T00:00:00.000Z", next: "2026-07-22T00:00:00.000Z", nearest: "2026-07-22T00:00:00.000Z"))
    #expect(
      LocalDate.deadlines(two, around: "2026-11-21T01:00:00.000Z").passed == "2026-11-21T01:00:00.000Z", "the moment itself has passed")
    let weekdays = DailyFile(hour: 23, minute: 30, weekdays: [1, 2, 3, 4, 5])
    #expect(
      LocalDate.deadlines(weekdays, around: "2026-11-22T12:00:00.000Z")
        == Deadlines(passed: "2026-11-20T22:30:00.000Z", next: "2026-11-23T22:30:00.000Z", nearest: "2026-11-23T22:30:00.000Z"))
    let sunday = DailyFile(hour: 0, minute: 0, weekdays: [7])
    #expect(
      LocalDate.deadlines(sunday, around: "2026-11-22T00:00:00.000Z")
        == Deadlines(passed: "2026-11-21T23:00:00.000Z", next: "2026-11-28T23:00:00.000Z", nearest: "2026-11-21T23:00:00.000Z"))
  }

  @Test func `a deadline is there on the days when the clock is changed`() {
    defer { LocalDate.use(zone: nil) }
    LocalDate.use(zone: "Europe/Paris")
    let half = DailyFile(hour: 2, minute: 30)
    #expect(LocalDate.deadlines(half, around: "2026-03-29T06:00:00.000Z").passed.hasPrefix("2026-03-29T0"))
    #expect(LocalDate.deadlines(half, around: "2026-03-29T06:00:00.000Z").next == "2026-03-30T00:30:00.000Z")
    #expect(LocalDate.deadlines(half, around: "2026-10-25T06:00:00.000Z").next == "2026-10-26T01:30:00.000Z")
  }

  @Test func `only zones of the tz database are known`() {
    #expect(LocalDate.isKnown(zone: "UTC"))
    #expect(LocalDate.isKnown(zone: "Europe/Paris"))
    for zone in ["", "Europe", "Europe/Nowhere", "../../etc/passwd", "/etc/passwd"] { #expect(!LocalDate.isKnown(zone: zone)) }
  }

  @Test(arguments: [("500ms", 500), ("2s", 2000), ("5m", 300_000), ("24h", 86_400_000), ("90d", 7_776_000_000), ("0s", 0)])
  func `a duration is a number with its unit`(_ text: String, _ milliseconds: Int64) {
    #expect(Duration(settings: text) == .milliseconds(milliseconds))
  }

  @Test(arguments: ["", "s", "2", "2 s", "-1s", "1.5s", "2w", "1h30m", "9999999999s", "+2s"])
  func `anything else is no duration`(_ text: String) {
    #expect(Duration(settings: text) == nil)
  }

  @Test func `a duration is shown as the settings write it`() {
    #expect(Duration.seconds(2).settingsText == "2s")
    #expect(Duration.milliseconds(1500).settingsText == "1500ms")
    #expect(Duration.seconds(300).settingsText == "5m")
    #expect(Duration.zero.settingsText == "0ms")
  }

  @Test func `an age is told in its two largest units`() {
    #expect(StatusPicture.words(seconds: 0) == "0 s")
    #expect(StatusPicture.words(seconds: 59) == "59 s")
    #expect(StatusPicture.words(seconds: 3_660) == "1 h 1 min")
    #expect(StatusPicture.words(seconds: 86_400 * 3 + 5) == "3 d")
  }

  @Test func `a heartbeat of the future is no sign of life`() throws {
    let folder = try TemporaryFolder()
    try folder.write("heartbeat", "")
    try FileManager.default.setAttributes(
      [.modificationDate: Date() + 3600], ofItemAtPath: folder.path.appending("heartbeat").string)
    #expect(try #require(Heartbeat.age(state: folder.path)) > 3500)
  }
}
