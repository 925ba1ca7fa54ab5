/// What one attempt of a call came to: the table of contract section 2, "what a response means". Produced where it happens, by the gateway;
/// never guessed from text later.
package enum Outcome: Sendable, Hashable {
  /// A usable 2xx: JSON with at least one `index` that was sent and the id beside it (for operations with indices).
  case success(Response)
  /// The target looked at it and does not want it: the sender can correct it.
  case refused(Refusal)
  /// The target cannot be used now, and nothing happened there. The document waits, the target is held.
  case held(Hold)
  /// An unsafe call may have been carried out or not.
  case inDoubt(Doubt)

  package struct Response: Sendable, Hashable {
    package let status: Int
    package let body: [UInt8]
    package init(status: Int, body: [UInt8]) {
      self.status = status
      self.body = body
    }
  }

  package struct Refusal: Sendable, Hashable {
    package let status: Int
    /// From the body's `messages`, or one sentence of ours where there are none.
    package let messages: [Message]
    /// The target's own word for it, `Invalid_OrderNumber`, without blanks around it; nil where it gave none.
    package let code: String?
    package init(status: Int, messages: [Message], code: String? = nil) {
      self.status = status
      self.messages = messages
      self.code = code
    }
  }

  /// One of the facade's `messages`: `items[0].index must not be blank` speaks of item 0, `cartLines[2].part is unknown` of item 2.
  package struct Message: Sendable, Hashable {
    /// 0-based place in `items` or `cartLines`; nil where the message names none.
    package let item: Int?
    package let text: String
    package init(item: Int?, text: String) {
      self.item = item
      self.text = text
    }
  }

  package struct Hold: Sendable, Hashable {
    package let reason: HoldReason
    /// One sentence for the operator; no secrets, no body.
    package let message: String
    /// From `Retry-After`.
    package let retryAfter: Duration?
    package let status: Int?
    package init(_ reason: HoldReason, _ message: String, status: Int? = nil, retryAfter: Duration? = nil) {
      self.reason = reason
      self.message = message
      self.status = status
      self.retryAfter = retryAfter
    }
  }

  /// Why a target is held. The raw value stands in the ledger and in `ferry status`.
  package enum HoldReason: String, Sendable, Hashable, Codable {
    /// No byte left: name not resolved, refused, TLS failed, no connection in time.
    case unreachable
    /// 401 twice, with a fresh token in between; or no token could be made.
    case credentials
    /// 400 without messages, 403, 404, 405, 415, 3xx: speaks of the target's settings, or of this document.
    case settings
    /// 408 (safe), 425, 429, 503.
    case busy
    /// 500, 502, 504, time-out, broken connection, unusable 2xx of a safe call.
    case broken
    /// Three documents in doubt in a row.
    case doubts
  }

  package struct Doubt: Sendable, Hashable {
    /// One sentence for the operator.
    package let message: String
    package let status: Int?
    /// What was read of the response's body (kept, at most 64 KiB).
    package let body: [UInt8]
    package init(_ message: String, status: Int? = nil, body: [UInt8] = []) {
      self.message = message
      self.status = status
      self.body = body
    }
  }
}
