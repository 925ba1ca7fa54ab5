import Foundation
import FoundationNetworking
import Sandbox

extension RunningSandbox {
  /// What a control call answered that was not 200.
  struct ControlFailure: Error, CustomStringConvertible {
    var description: String
  }

  /// Calls one of the paths under `/sandbox`, with a JSON body or, without one, by GET. Returns the body of the response.
  @discardableResult
  func tell(_ path: String, _ body: String? = nil) async throws -> String {
    guard let url = URL(string: origin + path) else { throw ControlFailure(description: "\(path) is no path") }
    var request = URLRequest(url: url)
    request.httpMethod = body == nil ? "GET" : "POST"
    request.httpBody = body.map { Data($0.utf8) }
    // No proxy of this machine: the sandbox is on loopback.
    let configuration = URLSessionConfiguration.ephemeral
    configuration.connectionProxyDictionary = [:]
    let session = URLSession(configuration: configuration)
    defer { session.invalidateAndCancel() }
    let (data, response) = try await session.data(for: request)
    let text = String(decoding: data, as: UTF8.self)
    guard (response as? HTTPURLResponse)?.statusCode == 200 else { throw ControlFailure(description: "\(path) \(body ?? ""): \(text)") }
    return text
  }
}
