/// The table behind ``XMLName``. Look names up once before reading, then compare numbers.
package final class XMLNames {
  private var texts = [""]
  private var ids: [String: Int32] = ["": 0]

  package init() {}

  package var count: Int { texts.count }

  /// The number of `text`, which is added if it is new.
  package func name(_ text: String) -> XMLName {
    if let id = ids[text] { return XMLName(id: id) }
    let id = Int32(texts.count)
    texts.append(text)
    ids[text] = id
    return XMLName(id: id)
  }

  package func text(_ name: XMLName) -> String { texts[Int(name.id)] }
}
