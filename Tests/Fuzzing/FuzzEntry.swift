import Glibc
import Translation

/// What libFuzzer calls: `FERRY_READER` says which reader gets the bytes. Built and run by `scripts/fuzz` alone.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  FuzzedReader.chosen.take(FuzzedFile(UnsafeBufferPointer(start: start, count: count)))
  return 0
}

/// One for each reader of foreign bytes.
enum FuzzedReader: String, CaseIterable {
  case csv, encodings, xml, xpath
  case profiledCSV = "csv-profiles"
  case profiledXML = "xml-profiles"
  case json, yaml

  static let chosen: FuzzedReader = {
    let name = getenv("FERRY_READER").map { String(cString: $0) } ?? ""
    if let reader = FuzzedReader(rawValue: name) { return reader }
    complain("FERRY_READER is \"\(name)\"; expected one of \(allCases.map(\.rawValue).joined(separator: ", "))")
    exit(64)
  }()

  func take(_ file: FuzzedFile) {
    switch self {
    case .csv: CSVFuzzing.read(file)
    case .encodings: EncodingFuzzing.read(file)
    case .xml: XMLFuzzing.read(file)
    case .xpath: XPathFuzzing.read(file)
    case .profiledCSV: ProfileFuzzing.read(file, as: .csv)
    case .profiledXML: ProfileFuzzing.read(file, as: .xml)
    case .json: JSONFuzzing.read(file)
    case .yaml: YAMLFuzzing.read(file)
    }
  }
}
