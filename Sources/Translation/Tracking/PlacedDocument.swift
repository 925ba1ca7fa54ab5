import Contracts
package import Documents

/// An order or a return that was placed, as its request and response tell it: what the target has of it, and which line is whose.
package struct PlacedDocument: Sendable {
  private struct Place: Hashable {
    let externalID: String
    let line: String
    /// nil: wherever.
    let warehouse: String?
  }

  /// Each once, in the order of the response; dates are opaque text.
  package let externals: [(id: String, date: String?)]
  private let lines: [Place: Set<String>]

  /// The bodies and the line notes as the ledger keeps them; of a kind that places nothing there is nothing.
  package init(kind: Kind, body: [UInt8], response: [UInt8], lines notes: [UInt8]) {
    let isOrder = kind == .orders
    let items = kind.isUnsafe ? (try? JSONReader.read(response))?["items"]?.elements ?? [] : []
    let sent = (try? JSONReader.read(body))?["items"]?.elements ?? []
    var lineOfIndex: [String: String] = [:]
    for (line, item) in zip(LineNotes(notes).lines.filter(\.isSent), sent) {
      if let index = item["index"]?.text { lineOfIndex[index] = line.number }
    }
    var externals: [(id: String, date: String?)] = []
    var ids: Set<String> = []
    var lines: [Place: Set<String>] = [:]
    for item in items {
      guard let id = item[isOrder ? "externalOrderId" : "externalReturnId"]?.text, !id.isEmpty else { continue }
      let date = item[isOrder ? "externalOrderDate" : "externalReturnDate"]?.text
      if ids.insert(id).inserted { externals.append((id, date?.isEmpty == true ? nil : date)) }
      for line in isOrder ? item["lines"]?.elements ?? [] : [item] {
        guard let index = line["index"]?.text, let ours = lineOfIndex[index],
          let number = line[isOrder ? "externalLineNumber" : "externalReturnLineNumber"]?.text
        else { continue }
        for warehouse in Set([nil, item["externalWarehouseId"]?.text]) {
          lines[Place(externalID: id, line: number, warehouse: warehouse), default: []].insert(ours)
        }
      }
    }
    self.externals = externals
    self.lines = lines
  }

  /// Our line; empty where the target's line is none that we know, or could be several.
  package func line(of external: String, line: String, warehouse: String) -> String {
    let there = lines[Place(externalID: external, line: line, warehouse: warehouse)]
    let found = there ?? lines[Place(externalID: external, line: line, warehouse: nil)] ?? []
    return found.count == 1 ? found.first ?? "" : ""
  }
}
