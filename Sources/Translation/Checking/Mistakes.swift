import Documents

/// The findings of one document, as many as are kept, with the document's name on each.
struct Mistakes {
  let file: String
  let limit: Int
  private(set) var findings: [Finding] = []
  private(set) var isFull = false
  /// The document's number, once it is known.
  var document: String? {
    didSet {
      guard let document else { return }
      for index in findings.indices where findings[index].document == nil { findings[index].document = Finding.shortened(document) }
    }
  }

  init(file: String, limit: Int) {
    self.file = file
    self.limit = limit
  }

  var isEmpty: Bool { findings.isEmpty }

  mutating func removeAll() {
    findings.removeAll(keepingCapacity: true)
    isFull = false
    document = nil
  }

  mutating func append(_ finding: Finding) {
    guard !isFull else { return }
    var finding = finding
    finding.document = finding.document ?? document.map(Finding.shortened)
    findings.append(finding)
    if findings.count == limit {
      isFull = true
      findings.append(
        Finding(
          .limit, file: file, line: finding.line, document: finding.document,
          "the document has more than \(limit) mistakes; the rest is not listed: correct these first"))
    }
  }

  mutating func append(
    _ code: Finding.Code, line: Int32, column: Int32 = 0, documentLine: String? = nil, path: String? = nil, value: String? = nil,
    expected: String? = nil, _ message: String
  ) {
    append(
      Finding(
        code, file: file, line: line > 0 ? Int(line) : nil, column: column > 0 ? Int(column) : nil, document: nil,
        documentLine: documentLine,
        path: path, value: value, expected: expected, message))
  }

  /// Adds a note to the messages of the findings from there on.
  mutating func add(_ note: String, from first: Int) {
    for index in min(first, findings.count)..<findings.count { findings[index].message += note }
  }
}
