import Foundation
import NIOSSL

/// Certificates made by `openssl` for one test, in a folder of their own.
struct Certificates {
  let folder: URL

  /// Runs the body with a new folder that holds an issuer's certificate (`ca.pem`).
  static func with<Result>(_ body: (Certificates) async throws -> Result) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ferry-certificates-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let certificates = Certificates(folder: folder)
    try certificates.openssl("req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -subj /CN=Issuer -days 2")
    return try await body(certificates)
  }

  var issuer: String { folder.appendingPathComponent("ca.pem").path }

  /// A server's certificate for a name or address (`DNS:localhost`, `IP:127.0.0.1`), signed by the issuer unless it signs itself.
  func server(for name: String, selfSigned: Bool = false, isExpired: Bool = false, newestVersion: TLSVersion? = nil) throws
    -> NIOSSLContext
  {
    try "subjectAltName=\(name)\n".write(to: folder.appendingPathComponent("names"), atomically: true, encoding: .utf8)
    try openssl("req -newkey rsa:2048 -nodes -keyout server.key -out server.csr -subj /CN=Server")
    let signer = selfSigned ? "-signkey server.key" : "-CA ca.pem -CAkey ca.key -CAcreateserial"
    // openssl 3.0 takes a number of days only: a negative one ends in the past.
    try openssl("x509 -req -in server.csr \(signer) -extfile names -out server.pem -days \(isExpired ? "-1" : "2")")
    let chain = try NIOSSLCertificate.fromPEMFile(folder.appendingPathComponent("server.pem").path)
    let key = try NIOSSLPrivateKey(file: folder.appendingPathComponent("server.key").path, format: .pem)
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
    configuration.maximumTLSVersion = newestVersion
    return try NIOSSLContext(configuration: configuration)
  }

  private func openssl(_ arguments: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["openssl"] + arguments.split(separator: " ").map(String.init)
    process.currentDirectoryURL = folder
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw OpenSSLFailed(arguments: arguments, status: process.terminationStatus) }
  }

  struct OpenSSLFailed: Error {
    let arguments: String
    let status: Int32
  }
}
