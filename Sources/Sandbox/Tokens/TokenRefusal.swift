/// Why a request is answered with 401. The client never learns it; the record keeps it. Holds no part of the token or of a key.
package enum TokenRefusal: String, Error, Sendable, Equatable {
  case missing = "no Authorization header of the form \"Bearer <token>\""
  case wrongBearer = "the bearer is not the agreed one"
  case notFiveParts = "the token is not a compact JWE of five parts"
  case headerNotReadable = "a header is not base64url of a JSON object"
  case wrongEncryption = "the JWE header does not say alg dir, enc A128CBC-HS256, cty JWT, or it demands an extension"
  case wrongShape = "an encrypted key where there must be none, or a vector or tag that is not 16 bytes"
  case notAuthentic = "the authentication tag does not match: another key, or the token was altered"
  case notDecipherable = "the padding of the cipher text is broken"
  case notSigned = "the content is not a compact JWS of three parts"
  case wrongAlgorithm = "the JWS header names another algorithm than the agreed one"
  case badSignature = "the signature does not match"
  case claimsNotReadable = "the claims are not a JSON object, or exp, nbf or iat is not a number"
  case noExpiry = "the claim exp is missing"
  case expired = "the token has expired"
  case notYetValid = "nbf or iat lies in the future"
}
