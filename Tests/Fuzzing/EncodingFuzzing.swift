import Glibc

@testable import Formats

/// CSV in each encoding, copied out of its file again; and text decoded and encoded.
enum EncodingFuzzing {
  private static let file = fileno(tmpfile())

  static func read(_ file: FuzzedFile) {
    let encoding = file.first.chooses(TextEncoding.allCases)
    copy(file.bytes, encoding, chunk: Int(file.second) + 1)
    guard let decoder = try? TextDecoder(encoding, first: file.bytes.prefix(4), file: "fuzzed") else { return }
    let text = decode(file.bytes, decoder, room: Int(file.second) + 4)
    demand(text == decode(file.bytes, decoder, room: file.bytes.count * 3 + 4), "pieces give another text than the whole")
    guard decoder.encoding != .utf8, String(validating: text, as: UTF8.self) != nil,
      var encoder = try? TextEncoder(decoder.encoding, mark: false)
    else { return }
    demand(encoder.encode(text) + encoder.finish() == file.bytes, "\(decoder.encoding): the text is not encoded as it was")
  }

  private static func decode(_ bytes: [UInt8], _ decoder: TextDecoder, room: Int) -> [UInt8] {
    var text: [UInt8] = []
    var from = 0
    let output = UnsafeMutableRawBufferPointer.allocate(byteCount: room, alignment: 16)
    defer { output.deallocate() }
    bytes.withUnsafeBytes { bytes in
      while from < bytes.count {
        let (read, written) = decoder.decode(UnsafeRawBufferPointer(rebasing: bytes[from...]), isLast: true, into: output)
        demand(read > 0, "nothing of the last piece was read")
        text += output[..<written]
        from += read
      }
    }
    return text
  }

  /// All records of the file, with what stands between them, are the file's first bytes.
  private static func copy(_ bytes: [UInt8], _ encoding: TextEncoding, chunk: Int) {
    ftruncate(file, 0)
    demand(pwrite(file, bytes, bytes.count, 0) == bytes.count, "the file cannot be written")
    let path = "/proc/self/fd/\(file)"
    do {
      let reader = CSVReader(source: try ByteSource(path: path, encoding: encoding), limits: CSVLimits(chunk: chunk))
      var copier = try RangeCopier(path: path, encoding: encoding)
      var copied = 0
      var end = 0
      while try reader.next() {
        try copier.copyRange(end..<reader.record.byteRange.upperBound) { piece in
          demand(
            copied + piece.count <= bytes.count && piece.elementsEqual(bytes[copied..<copied + piece.count]),
            "\(encoding): copied otherwise")
          copied += piece.count
        }
        end = reader.record.byteRange.upperBound
      }
    } catch {
      demand(error is FormatError, "\(error)")
    }
  }
}
