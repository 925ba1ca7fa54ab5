import Contracts
import Documents

/// An order that was placed before, as its request and response tell it: which external order holds which part.
package struct RecordedOrder: Sendable, Hashable {
  struct External: Sendable, Hashable {
    let id: String
    let date: String?
    let indices: Set<String>
  }

  struct Part: Sendable, Hashable {
    let index: String
    let external: String?
    let tecdoc: [String]?
  }

  let externals: [External]
  let parts: [Part]
  /// Which part was in which external order is not known any more.
  let isPruned: Bool

  /// The bodies as the ledger keeps them. `isPruned`: the external ids are all that is left of them.
  package init(body: [UInt8], response: [UInt8], isPruned: Bool = false) {
    self.isPruned = isPruned
    externals = ((try? JSONReader.read(response))?["items"]?.elements ?? []).compactMap { item in
      guard let id = item["externalOrderId"]?.text else { return nil }
      let indices = (item["lines"]?.elements ?? []).compactMap { $0["index"]?.text }
      return External(id: id, date: item["externalOrderDate"]?.text, indices: Set(indices))
    }
    parts = ((try? JSONReader.read(body))?["items"]?.elements ?? []).compactMap { item in
      guard let index = item["index"]?.text, let identifier = item["part"]?["identifier"] else { return nil }
      let tecdoc = [identifier["tecdoc"]?["partNumber"]?.text, identifier["tecdoc"]?["manufacturerId"]?.text].compactMap { $0 }
      return Part(index: index, external: identifier["external"]?["partNumber"]?.text, tecdoc: tecdoc.count == 2 ? tecdoc : nil)
    }
  }

  /// The external orders that hold a part, by its external number or else its TecDoc pair. Of a pruned order that was not split it is the only one.
  func externals(holding external: String?, tecdoc: [String]?) -> [External] {
    if isPruned { return externals.count == 1 ? externals : [] }
    let indices = parts.filter { part in
      if let external, let other = part.external { return external == other }
      return tecdoc != nil && tecdoc == part.tecdoc
    }.map(\.index)
    return externals.filter { !$0.indices.isDisjoint(with: indices) }
  }
}
