import Synchronization

/// The requests in order of arrival.
final class RequestRecord: Sendable {
  private struct Pages {
    var requests: [RecordedRequest] = []
    /// Counts resets, so that a request that began before one does not write into what came after.
    var edition = 0
  }

  /// Where a request stands in the record.
  struct Place: Sendable {
    fileprivate var edition: Int
    fileprivate var position: Int
  }

  private let pages = Mutex(Pages())

  var requests: [RecordedRequest] { pages.withLock { $0.requests } }

  func reset() {
    pages.withLock { $0 = Pages(requests: [], edition: $0.edition + 1) }
  }

  func begin(_ request: RecordedRequest) -> Place {
    pages.withLock { pages in
      pages.requests.append(request)
      return Place(edition: pages.edition, position: pages.requests.count - 1)
    }
  }

  func update(_ place: Place, _ request: RecordedRequest) {
    pages.withLock { pages in
      guard pages.edition == place.edition else { return }
      pages.requests[place.position] = request
    }
  }
}
