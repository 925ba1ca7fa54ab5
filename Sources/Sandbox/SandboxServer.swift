import Hummingbird
import NIOCore

/// A stand-in for the ERP facade v1 and for Schneider Electric's services over real HTTP/1.1 on loopback. It checks what it gets as strictly
/// as the seeds say, remembers it, and misbehaves on request.
package struct SandboxServer: Sendable {
  package let configuration: SandboxConfiguration
  private let reception: Reception

  /// Throws ``SandboxError`` for a host that is not 127.0.0.1, a base path of another form, and keys that cannot work.
  package init(_ configuration: SandboxConfiguration) throws(SandboxError) {
    self.configuration = configuration
    guard configuration.host == "127.0.0.1" else {
      throw SandboxError(.notLoopback, "The sandbox listens on 127.0.0.1 only, not on \"\(configuration.host)\".")
    }
    let path = configuration.basePath
    guard path.isEmpty || path.hasPrefix("/") && !path.hasSuffix("/") && path != ControlDesk.path else {
      throw SandboxError(
        .badSettings, "The base path \"\(path)\" must begin with a slash, not end with one, and not be \(ControlDesk.path).")
    }
    guard !configuration.client.id.isEmpty, !configuration.client.secret.isEmpty else {
      throw SandboxError(.badCredentials, "The client id or its secret is empty; give both.")
    }
    let books = Books(
      externalDate: configuration.externalDate, keepsBodies: configuration.keepsBodies,
      recognisesRepeats: configuration.recognisesRepeatedOrders, holdsExamples: configuration.holdsExamples)
    let faults = FaultBoard()
    let record = RequestRecord()
    let misbehaviour = Misbehaviour(faults: faults, pause: configuration.pause)
    let tokens = SchneiderTokens(life: configuration.tokenLife, now: configuration.now)
    let facade = FacadeDesk(
      basePath: path, doorkeeper: try Doorkeeper(configuration.credentials, now: configuration.now), books: books,
      misbehaviour: misbehaviour)
    let schneider = SchneiderDesk(
      tokenEndpoint: TokenEndpoint(client: configuration.client, tokens: tokens), books: books, misbehaviour: misbehaviour)
    reception = Reception(
      front: FrontDesk(facade: facade, schneider: schneider, record: record, keepsBodies: configuration.keepsBodies),
      control: ControlDesk(books: books, faults: faults, record: record, tokens: tokens), bodyLimit: configuration.bodyLimit,
      pause: configuration.pause)
  }

  /// Serves until the task is cancelled, then returns; connections that are open end with it.
  ///
  /// - Parameter onReady: called once, with the port, when connections are accepted.
  /// - Throws: ``SandboxError`` where the port cannot be had.
  package func run(onReady: @escaping @Sendable (_ port: Int) -> Void = { _ in }) async throws(SandboxError) {
    let application = Application(
      responder: reception,
      configuration: ApplicationConfiguration(address: .hostname(configuration.host, port: configuration.port), serverName: nil),
      onServerRunning: { channel in onReady(channel.localAddress?.port ?? 0) },
      logger: configuration.logger)
    do {
      try await application.run()
    } catch is CancellationError {
      return
    } catch {
      if Task.isCancelled { return }
      throw SandboxError(.notListening, "Nothing can listen on \(configuration.host):\(configuration.port).", cause: error)
    }
  }

  /// Every request that reached the facade or a service, in order of arrival.
  package var record: [RecordedRequest] { reception.control.record.requests }
  /// How often each order number was entered in the books.
  package var orderCounts: [String: Int] { reception.control.books.orderCounts }
  /// How often each return number was entered in the books.
  package var returnCounts: [String: Int] { reception.control.books.returnCounts }

  /// Adds rules behind those in force.
  package func misbehave(_ rules: FaultRule...) { reception.control.faults.add(rules) }
  /// Removes all rules; what hangs keeps hanging.
  package func behave() { reception.control.faults.clear() }
  /// As `POST /sandbox/ship`, `cancel` or `judge` (``Movement``) with that body. Gives why nothing moved; empty: it did.
  package func move(_ movement: SandboxMovement, _ body: String) -> [String] {
    reception.control.move(movement, Array(body.utf8))
  }
  /// Forgets requests, orders, returns and rules.
  package func reset() { reception.control.reset() }
}
