import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOPosix
import NIOSSL

/// What went wrong on the wire, in words for the operator. Never decides anything.
struct Mishap: Sendable, Hashable {
  let what: String
  let remedy: String

  /// `address` is where the request was to go, which is not always what was connected to; `limit` the setting of the longest wait.
  init(_ error: any Error, address target: Address, limit: String, connection: ConnectionSettings) {
    let address = connection.proxy == nil ? target.setting : connection.setting("proxy")
    let reach = "check \(address) and the network"
    switch error {
    case let error as NIOConnectionError where error.connectionErrors.isEmpty:
      (what, remedy) = ("the name \(error.host) cannot be resolved", "check \(address) and the name service")
    case let error as NIOConnectionError:
      let first = error.connectionErrors.first?.error
      (what, remedy) = (first.map(Self.reason) ?? "no connection to \(error.host)", reach)
    case let error as HTTPClientError:
      (what, remedy) = Self.words(for: error, reach: reach, target, limit: limit, connection)
    case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError:
      what = "TLS with \(target.host) failed (\(Self.brief(error)))"
      remedy = "check its certificate, or name the certificate of its issuer in \(connection.setting("ca_file"))"
    case let error as Exchange.ResponseTooLarge:
      (what, remedy) = ("the response is larger than \(error.limit) bytes", "check \(address)")
    case is IOError:
      (what, remedy) = (Self.reason(error), reach)
    case ChannelError.connectTimeout:
      (what, remedy) = ("no connection in time", reach)
    default:
      (what, remedy) = ("the connection failed (\(Self.brief(error)))", reach)
    }
  }

  private static func words(
    for error: HTTPClientError, reach: String, _ target: Address, limit: String, _ connection: ConnectionSettings
  ) -> (String, String) {
    switch error {
    case .connectTimeout: ("no connection in time", reach)
    case .tlsHandshakeTimeout: ("TLS was not set up in time", reach)
    case .getConnectionFromPoolTimeout:
      ("no connection became free in time", "lower the load or raise \(connection.setting("concurrency"))")
    case .deadlineExceeded:
      ("no response in time", "see how the target is doing; \(limit) sets the limit")
    case .remoteConnectionClosed: ("the target closed the connection", "see how the target is doing")
    case .cancelled: ("the call was cancelled", "it can be made again")
    case .alreadyShutdown: ("the gateway is shut down", "it can be made again")
    case .proxyAuthenticationRequired: ("the proxy wants credentials", "check \(connection.setting("proxy"))")
    case .invalidProxyResponse, .httpProxyHandshakeTimeout: ("the proxy does not let it through", "check \(connection.setting("proxy"))")
    default: ("the request cannot be made (\(error.shortDescription))", "check \(target.setting)")
    }
  }

  private static func reason(_ error: any Error) -> String {
    guard let error = error as? IOError else { return brief(error) }
    return switch error.errnoCode {
    case ECONNREFUSED: "connection refused"
    case ECONNRESET: "connection reset"
    case EPIPE: "the target closed the connection"
    case EHOSTUNREACH, ENETUNREACH: "no route to the host"
    case ETIMEDOUT: "no connection in time"
    default: brief(error)
    }
  }

  /// One line of bounded length.
  private static func brief(_ error: any Error) -> String {
    String("\(error)".prefix(160).map { $0.isNewline ? " " : $0 })
  }
}
