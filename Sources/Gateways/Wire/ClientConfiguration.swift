import AsyncHTTPClient
import NIOCore
import NIOPosix
import NIOSSL

extension HTTPClient {
  /// Two whatever the machine has: each takes three descriptors, and one carries more calls than a ledger keeps.
  private static let eventLoops = MultiThreadedEventLoopGroup(numberOfThreads: 2)

  /// Opens no connection. `concurrency` is what the API allows of calls in flight.
  /// - Throws: `GatewayError` with code `certificates` or `range`; nothing has to be shut down then.
  convenience init(_ connection: ConnectionSettings, concurrency: ClosedRange<Int>) throws(GatewayError) {
    guard concurrency.contains(connection.concurrency) else {
      throw GatewayError(
        .range,
        "\(connection.setting("concurrency")) is \(connection.concurrency); expected \(concurrency.lowerBound) to \(concurrency.upperBound)"
      )
    }
    let configuration = try Configuration(connection)
    // One event loop: see `Exchange`.
    self.init(eventLoopGroup: Self.eventLoops.next(), configuration: configuration)
  }
}

extension HTTPClient.Configuration {
  /// HTTP/1.1, no redirects, no repeats, certificates always verified.
  /// - Throws: `GatewayError` with code `certificates` or `range`.
  fileprivate init(_ settings: ConnectionSettings) throws(GatewayError) {
    try settings.check(settings.timeout, "timeout")
    try settings.check(settings.connectTimeout, "connect_timeout")
    try settings.check(settings.idleTimeout, "idle_timeout")
    var tls = TLSConfiguration.makeClientConfiguration()
    tls.certificateVerification = .fullVerification
    tls.minimumTLSVersion = .tlsv12
    tls.applicationProtocols = ["http/1.1"]
    if let file = settings.caFile {
      tls.additionalTrustRoots = [.certificates(try Self.certificates(file, setting: settings.setting("ca_file")))]
    }
    // One more than the calls in flight, so that a probe or a token's renewal finds a connection too.
    var pool = ConnectionPool(
      idleTimeout: TimeAmount(settings.idleTimeout), concurrentHTTP1ConnectionsPerHostSoftLimit: settings.concurrency + 1)
    pool.retryConnectionEstablishment = false
    self.init(
      tlsConfiguration: tls, redirectConfiguration: .disallow, timeout: Timeout(connect: TimeAmount(settings.connectTimeout)),
      connectionPool: pool, proxy: settings.proxy.map(Self.proxy), decompression: .disabled)
    httpVersion = .http1Only
    // Nobody listens: the spans alone cost 4 % of a call.
    tracing.tracer = nil
    stopWhenConnected()
  }

  private static func certificates(_ file: String, setting: String) throws(GatewayError) -> [NIOSSLCertificate] {
    do {
      let certificates = try NIOSSLCertificate.fromPEMFile(file)
      if !certificates.isEmpty { return certificates }
    } catch {
      throw GatewayError(.certificates, "\(setting) \(file) cannot be read as certificates in PEM", cause: error)
    }
    throw GatewayError(.certificates, "\(setting) \(file) holds no certificate in PEM")
  }

  private static func proxy(_ settings: ProxySettings) -> HTTPClient.Configuration.Proxy {
    let authorization = settings.credentials.map {
      HTTPClient.Authorization.basic(username: $0.user, password: String(decoding: $0.password.reveal(), as: UTF8.self))
    }
    return .server(host: settings.host, port: settings.port, authorization: authorization)
  }
}
