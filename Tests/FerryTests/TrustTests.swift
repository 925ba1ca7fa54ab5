import SystemPackage
import Testing

@testable import ferry

@Suite struct TrustTests {
  @Test(
    arguments: ["erp", "schneider"],
    ["verify", "verify_tls", "tls_verify", "insecure", "skip_verification", "tls", "minimum_tls", "tls_version"])
  func `no setting turns the verification of certificates off`(section: String, key: String) throws {
    let account = section == "erp" ? "  token: { bearer: \"env:T\" }\n" : "  client_id: env:T\n  client_secret: env:T\n"
    let yaml = "\(section):\n  base_url: https://erp.example.com/v1\n\(account)  \(key): false\n"
    let folder = try TemporaryFolder()
    let file = try folder.write("ferry.yaml", yaml).string
    let error = #expect(throws: SettingsError.self) { try Settings.load(file: file, environment: ["T": "t"]) }
    #expect(error?.description.contains("unknown key \"\(key)\"") == true, "\(error?.description ?? "")")
  }
}
