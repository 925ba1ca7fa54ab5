/// Writes one XML document into a byte buffer that the caller empties with ``take()`` as often as it likes. The bytes are UTF-8; a ``TextEncoder``
/// makes of them the encoding that the document declares.
///
/// Names are the programmer's and are not checked; text and attribute values are escaped, and characters that XML 1.0 does not have
/// (most control characters, U+FFFE, U+FFFF) become U+FFFD.
package struct XMLWriter {
  /// What has been written and not taken yet.
  package private(set) var bytes: [UInt8] = []
  private let namespace: String?
  private let encoder: TextEncoder?
  private var open: [String] = []
  /// The last element that was opened holds nothing yet.
  private var isEmpty = false

  /// - Parameters:
  ///   - namespace: The default namespace, declared on the root element.
  ///   - encoder: Of the encoding that the document is in; characters that it lacks are written by their numbers. `nil`: UTF-8.
  package init(namespace: String? = nil, encoder: TextEncoder? = nil) {
    self.namespace = namespace
    self.encoder = encoder
    write("<?xml version=\"1.0\" encoding=\"\(encoder?.encoding.declaredName ?? "UTF-8")\"?>\n")
  }

  package mutating func start(_ name: String, attributes: [(name: String, value: String)] = []) {
    indent()
    write("<")
    write(name)
    if open.isEmpty, let namespace { write(attribute: "xmlns", namespace) }
    for (name, value) in attributes { write(attribute: name, value) }
    write(">")
    open.append(name)
    isEmpty = true
  }

  /// An element on a line of its own that holds nothing but text.
  package mutating func element(_ name: String, _ text: String, attributes: [(name: String, value: String)] = []) {
    indent()
    write("<")
    write(name)
    for (name, value) in attributes { write(attribute: name, value) }
    if text.isEmpty {
      write("/>")
    } else {
      write(">")
      write(escaped: text, inAttribute: false)
      write("</")
      write(name)
      write(">")
    }
  }

  /// Ends the element that was started last. Behind the root stands a line feed.
  package mutating func end() {
    guard let name = open.popLast() else { return }
    if isEmpty {
      bytes.removeLast()
      write("/>")
    } else {
      newLine()
      write("</")
      write(name)
      write(">")
    }
    isEmpty = false
    if open.isEmpty { write("\n") }
  }

  /// Puts elements that another writer wrote, with the line feed in front of each, into the element that was started last.
  package mutating func append(written elements: [UInt8]) {
    if !elements.isEmpty { isEmpty = false }
    bytes += elements
  }

  /// Hands over what has been written, and keeps the room it took.
  package mutating func take() -> [UInt8] {
    // The ">" of an element that is still empty may have to become "/>".
    let isOpen = isEmpty && !bytes.isEmpty
    if isOpen { bytes.removeLast() }
    let taken = bytes
    bytes.removeAll(keepingCapacity: true)
    if isOpen { write(">") }
    return taken
  }

  private mutating func indent() {
    isEmpty = false
    if !open.isEmpty { newLine() }
  }

  private mutating func newLine() {
    write("\n")
    for _ in open { write("  ") }
  }

  private mutating func write(_ text: String) { bytes.append(contentsOf: text.utf8) }

  private mutating func write(_ scalar: Unicode.Scalar) {
    let text = String(scalar)
    if let encoder, !scalar.isASCII, !encoder.canEncode(text) {
      write("&#\(scalar.value);")
    } else {
      bytes.append(contentsOf: text.utf8)
    }
  }

  private mutating func write(attribute name: String, _ value: String) {
    write(" ")
    write(name)
    write("=\"")
    write(escaped: value, inAttribute: true)
    write("\"")
  }

  private mutating func write(escaped text: String, inAttribute: Bool) {
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": write("&amp;")
      case "<": write("&lt;")
      case ">": write("&gt;")
      case "\"" where inAttribute: write("&quot;")
      case "\r": write("&#13;")
      case "\n" where inAttribute: write("&#10;")
      case "\t" where inAttribute: write("&#9;")
      case "\t", "\n", "\u{20}"..."\u{D7FF}", "\u{E000}"..."\u{FFFD}", "\u{10000}"..."\u{10FFFF}": write(scalar)
      default: write("\u{FFFD}" as Unicode.Scalar)
      }
    }
  }
}

extension TextEncoding {
  /// As an XML declaration names it.
  fileprivate var declaredName: String {
    switch self {
    case .cp437, .cp850, .cp852: "IBM" + rawValue.dropFirst(2)
    case .windows1250, .windows1251, .windows1252: rawValue
    default: rawValue.uppercased()
    }
  }
}
