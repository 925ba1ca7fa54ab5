/// What the stand-in accepts in `Authorization`.
package enum SandboxCredentials: Sendable {
  /// A nested token, JWS inside JWE, as the seed shows it. `encryptionKey` has 32 bytes: 16 for the MAC, 16 for AES.
  case nestedToken(signing: SandboxSigningKey, encryptionKey: [UInt8])
  /// One static bearer, compared as it is.
  case bearer(String)
}

extension SandboxCredentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String {
    switch self {
    case .nestedToken: "nested token (keys hidden)"
    case .bearer: "static bearer (hidden)"
    }
  }

  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
