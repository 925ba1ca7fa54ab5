/// RFC 7515 section 2: base64url without padding.
func base64URL(_ bytes: some Sequence<UInt8>) -> String {
  let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
  var text: [UInt8] = []
  var bits: UInt32 = 0
  var bitCount = 0
  for byte in bytes {
    bits = (bits & 0xFF) << 8 | UInt32(byte)
    bitCount += 8
    while bitCount >= 6 {
      bitCount -= 6
      text.append(alphabet[Int(bits >> UInt32(bitCount)) & 0x3F])
    }
  }
  if bitCount > 0 { text.append(alphabet[Int(bits << UInt32(6 - bitCount)) & 0x3F]) }
  return String(decoding: text, as: UTF8.self)
}
