import Journeys
import Logging
import ServiceLifecycle
import Synchronization
import UnixSignals

/// A holder at work: SIGTERM and SIGINT ask it to finish what is in flight and to leave.
final class StoppableService: Service, CustomStringConvertible {
  private let holder: Holder
  private let work: @Sendable (Holder) async throws -> RunReport
  private let report = Mutex<RunReport?>(nil)

  private init(_ holder: Holder, _ work: @escaping @Sendable (Holder) async throws -> RunReport) {
    self.holder = holder
    self.work = work
  }

  var description: String { "ferry" }

  func run() async throws {
    let done = try await withGracefulShutdownHandler {
      try await work(holder)
    } onGracefulShutdown: {
      self.holder.stop()
    }
    report.withLock { $0 = done }
  }

  static func perform(
    _ holder: Holder, logger: Logger, _ work: @escaping @Sendable (Holder) async throws -> RunReport
  ) async throws -> RunReport {
    let service = StoppableService(holder, work)
    var quiet = logger
    quiet.logLevel = max(.warning, logger.logLevel)
    let group = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: [.init(service: service, successTerminationBehavior: .gracefullyShutdownGroup, failureTerminationBehavior: .cancelGroup)],
        gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet))
    try await group.run()
    guard let report = service.report.withLock({ $0 }) else { throw CancellationError() }
    return report
  }
}
