/// `application/x-www-form-urlencoded`, as RFC 6749 appendix B wants it: a blank becomes `+`, everything but letters, digits and `*-._`
/// is percent-encoded.
func formEncoded(_ bytes: some Sequence<UInt8>) -> String {
  let hex = Array("0123456789ABCDEF".utf8)
  var encoded: [UInt8] = []
  for byte in bytes {
    switch byte {
    case UInt8(ascii: " "): encoded.append(UInt8(ascii: "+"))
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "*"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
      encoded.append(byte)
    default: encoded += [UInt8(ascii: "%"), hex[Int(byte >> 4)], hex[Int(byte & 15)]]
    }
  }
  return String(decoding: encoded, as: UTF8.self)
}
