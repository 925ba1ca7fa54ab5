import Contracts
import Ledgers
import SystemPackage

/// What a report in the error folder says of the file beside it.
enum QuarantineReason {
  /// The head of a report; its findings, which may be many, follow behind.
  private static let head = 64 << 10

  /// A file that grew or was poisoned may hold documents that were sent; of all others none was accepted. So is it where the report cannot be read.
  static func mayHaveBeenSent(report path: FilePath) -> Bool {
    guard let descriptor = try? FileDescriptor.open(path, .readOnly, options: .closeOnExec) else { return true }
    defer { try? descriptor.close() }
    let head = try? [UInt8](unsafeUninitializedCapacity: head) { buffer, used in
      used = try descriptor.read(into: UnsafeMutableRawBufferPointer(buffer))
    }
    let text = head.map { String(decoding: $0, as: UTF8.self) } ?? ""
    guard let findings = text.firstRange(of: ",\"findings\":["),
      let report = try? JSONReader.read(Array((text[..<findings.lowerBound] + "}").utf8)), let reason = report["reason"]?.text
    else { return true }
    return [Settlement.Reason.grew, .poisoned].contains { PuttingAway.sentence($0) == reason }
  }
}
