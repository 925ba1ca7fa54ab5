/// Which elements an expression names outside of the one that it starts from: `HEAD` and `DATE` in `../HEAD/DATE`. Told from the text alone:
/// what it reaches by `*` has no name.
package struct XPathReach {
  package private(set) var names: Set<XMLElementName> = []

  private let namespaces: [String: String]
  /// By open bracket: whether the path around it has left the element.
  private var around: [Bool] = []
  private var isOutside = false
  private var last = Token.other
  private var isAttribute = false

  /// A slash behind a step goes on, a word behind one is an operator.
  private enum Token { case step, slash, other }

  private static let axes: Set<String> = [
    "parent", "ancestor", "ancestor-or-self", "preceding", "preceding-sibling", "following", "following-sibling",
  ]

  /// `namespaces`: by prefix; empty where they do not count. The expression is well-formed.
  package init(of expression: String, namespaces: [String: String]) {
    self.namespaces = namespaces
    let text = Array(expression)
    var at = 0
    while at < text.count {
      let start = at
      if text[at].isLetter || text[at] == "_" {
        while at < text.count, isPart(text, at) { at += 1 }
        take(word: String(text[start..<at]), behind: text[at...].drop(while: \.isWhitespace).prefix(2))
      } else if text[at] == "\"" || text[at] == "'" {
        at = (text[(at + 1)...].firstIndex(of: text[at]) ?? text.count - 1) + 1
        last = .step
      } else {
        while at < text.count, text[at] == ".", at - start < 2 { at += 1 }
        if at == start { at += 1 }
        take(mark: String(text[start..<at]))
      }
    }
  }

  /// A name with its prefix; `::` ends the name of an axis.
  private func isPart(_ text: [Character], _ at: Int) -> Bool {
    if text[at] == ":" { return text[at - 1] != ":" && at + 1 < text.count && text[at + 1] != ":" }
    return text[at].isLetter || text[at].isNumber || "_-.".contains(text[at])
  }

  private mutating func take(word: String, behind: ArraySlice<Character>) {
    if behind.starts(with: "::") {
      if Self.axes.contains(word) { isOutside = true }
      // A test of a step that is outside: `../*[self::HEAD]`.
      if word == "self", last == .other, around.contains(true) { isOutside = true }
      isAttribute = word == "attribute"
      return
    }
    if last == .step, ["and", "or", "div", "mod"].contains(word) { return endPath() }
    if behind.first == "(" { return }
    if isOutside, !isAttribute { names.insert(XMLElementName(word, namespaces: namespaces)) }
    isAttribute = false
    last = .step
  }

  private mutating func take(mark: String) {
    switch mark {
    case "..":
      isOutside = true
      last = .step
    case ".", "*": last = .step
    case "@": isAttribute = true
    case "/":
      if last == .other { isOutside = true }
      last = .slash
      isAttribute = false
    case "[", "(":
      around.append(isOutside)
      endPath()
    case "]", ")":
      isOutside = around.popLast() ?? false
      last = .step
    case ":": break
    default: if mark.first?.isWhitespace == false { endPath() }
    }
  }

  private mutating func endPath() {
    isOutside = false
    last = .other
    isAttribute = false
  }
}
