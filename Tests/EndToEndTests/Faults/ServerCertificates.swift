import NIOSSL
import SystemPackage
import Testing

/// What a server shows of itself, made by `openssl` for one test: an issuer (`ca.pem`) and two servers.
struct ServerCertificates {
  enum Flaw: Sendable { case otherName, unknownIssuer, expired, oldVersion }

  private static let script = """
    set -e
    key() { openssl ecparam -name prime256v1 -genkey -noout -out "$1"; }
    for issuer in ca other; do
      key $issuer.key
      openssl req -x509 -new -key $issuer.key -out $issuer.pem -subj "/CN=$issuer" -days 2
    done
    key server.key
    openssl req -new -key server.key -out server.csr -subj /CN=Server
    sign() {
      echo "subjectAltName=$3" > names
      openssl x509 -req -in server.csr -CA $2.pem -CAkey $2.key -CAcreateserial -extfile names -out $1.pem -days $4
    }
    sign good ca IP:127.0.0.1 2
    sign otherName ca IP:127.0.0.2 2
    sign unknownIssuer other IP:127.0.0.1 2
    sign expired ca IP:127.0.0.1 -1
    """

  private let folder: FilePath

  init(in folder: FilePath) async throws {
    self.folder = folder
    let ending = try await FerryProcess(
      program: "/bin/sh", arguments: ["-c", Self.script], folder: folder, environment: ["PATH": "/usr/bin:/bin"]
    ).ending
    try #require(ending.exit == 0, "\(ending.errors)")
  }

  var issuer: String { folder.appending("ca.pem").string }

  /// nil: nothing is wrong with it.
  func server(_ flaw: Flaw?) throws -> NIOSSLContext {
    let name = flaw == nil || flaw == .oldVersion ? "good" : "\(flaw.map { "\($0)" } ?? "")"
    let chain = try NIOSSLCertificate.fromPEMFile(folder.appending(name + ".pem").string)
    let key = try NIOSSLPrivateKey(file: folder.appending("server.key").string, format: .pem)
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
    configuration.maximumTLSVersion = flaw == .oldVersion ? .tlsv11 : nil
    return try NIOSSLContext(configuration: configuration)
  }
}
