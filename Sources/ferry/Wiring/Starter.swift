import Glibc
import Sandbox
import SystemPackage

/// What `ferry init` makes. Nothing is ever overwritten.
enum Starter {
  static let folders: [(name: String, mode: mode_t)] = [
    ("inbox", 0o770), ("outbox", 0o770), ("error", 0o700), ("archive", 0o700), ("var", 0o700), ("keys", 0o700), ("profiles", 0o755),
  ]

  static func files(settings name: String) -> [(name: String, text: String)] {
    [
      (name, settings), ("profiles/example.yaml", StarterProfile.text), ("profiles/profile.schema.json", ProfileSchema.text),
      ("keys/sandbox-signing.key", DevelopmentKeys.signing + "\n"),
      ("keys/sandbox-encryption.key", DevelopmentKeys.encryption + "\n"),
      ("keys/sandbox-client-id.key", SandboxClient.development.id + "\n"),
      ("keys/sandbox-client-secret.key", SandboxClient.development.secret + "\n"),
    ]
  }

  /// Returns: whether it was made; false: it is there.
  static func folder(_ path: FilePath, mode: mode_t) throws(CommandError) -> Bool {
    if mkdir(path.string, mode) == 0 { return true }
    let cause = errno
    var status = stat()
    if cause == EEXIST, stat(path.string, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { return false }
    throw CommandError(.trouble, "the folder \(path) cannot be made: \(String(cString: strerror(cause)))")
  }

  static func file(_ path: FilePath, _ text: String) throws(CommandError) -> Bool {
    do {
      let file = try FileDescriptor.open(
        path, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec], permissions: [.ownerReadWrite])
      _ = try file.closeAfter { try file.writeAll(text.utf8) }
      return true
    } catch {
      if error as? Errno == .fileExists { return false }
      throw CommandError(.trouble, "the file \(path) cannot be written: \((error as? Errno).map { "\($0)" } ?? "\(error)")")
    }
  }

  static let settings = """
    # Settings of Ferry. `ferry check` says whether they are right, and in which line they are not.
    # Paths are relative to this file. Durations: 500ms, 2s, 5m, 24h, 90d.
    # Every setting can come from the environment: erp.base_url from FERRY_ERP_BASE_URL.

    folders:
      inbox: inbox          # files to be sent; inbox/<partner>/ for the partners below
      outbox: outbox        # one answer for each of them
      error: error          # what was refused, with a report
      archive: archive      # originals, by date
      state: var            # ledger and lock: on a local disk, never on NFS, SMB or FUSE
    outbox_mode: "0640"     # permissions of the answers, so that an SFTP account can fetch them

    # rest_period: 2s       # a file rests this long before it is taken; unset: 2s, and 30s on NFS, SMB and FUSE
    # marker_required: .done  # no file is taken before orders-1.csv.done is there
    poll_interval: 1s
    policy: partial         # good documents go, bad ones come back; or all-or-nothing
    hold_patience: 30s      # how long `ferry run` waits for a target that cannot be used
    give_up_after: 24h      # what waits longer for its target is given up, and can be replayed
    retention: 90d          # how long requests, responses and journals of what is over are kept; numbers and outcomes stay
    time_zone: UTC          # for the folders of the archive and files that are expected daily, for example Europe/Paris
    log: { format: text, level: info }   # or json; debug, notice, warning, error

    # The ERP facade. As it stands here: `ferry sandbox` on this machine, with keys that everybody knows.
    erp:
      base_url: http://127.0.0.1:\(DevelopmentKeys.port)/v1
      token:
        # Secrets never stand in this file: env:NAME or file:PATH, with |base64 or |hex behind it if it is encoded.
        signing_key: file:keys/sandbox-signing.key
        encryption_key: file:keys/sandbox-encryption.key      # 32 bytes
        algorithm: HS256                                      # or RS256, ES256: signing_key is a private key in PEM
        claims: { iss: ferry }
        lifetime: 5m
        # bearer: env:FERRY_ERP_BEARER                        # instead of the keys: a ready-made token
      timeout: 30s
      order_timeout: 120s   # apart, since a time-out on an order costs a person
      concurrency: 8        # calls in flight; 1 keeps the order of the documents
      batch_size: 100       # lines in one availability search
      retry_503: true       # 503 says that the order was not taken
      repeated_orders_are_recognised: false
      # ca_file: ca.pem
      # proxy: http://proxy.example.com:3128

    # An account of Schneider Electric, for files whose names begin with se-. Take the section out where you have none.
    # As it stands here: `ferry sandbox` again. Theirs: https://api.se.com, and https://api.se.com/token.
    schneider:
      base_url: http://127.0.0.1:\(DevelopmentKeys.port)
      token_url: http://127.0.0.1:\(DevelopmentKeys.port)/token
      client_id: file:keys/sandbox-client-id.key
      client_secret: file:keys/sandbox-client-secret.key
      # authentication: body      # id and secret in the form; unset: basic
      # order_status_path: /v1/supply-chain/partner-order-status   # or /v1/supply-chain/order-status
      # product_availability_path: /v2/sales-operation/product-availability
      # ship_to: "1234567890"     # where a file names none
      # page_size: 200            # orders a page; the live service gives 100 at most
      # slash: "%2F"              # what stands for a slash in a product reference
      # parameters: { quantity: quantity, ship_to: shipTo, order_status: order-status, purchaser_id: purchaserid }
      # concurrency: 10           # calls in flight; 10 is their limit

    # Further targets: facades, and accounts of Schneider Electric.
    # targets:
    #   second: { base_url: "https://second.example.com/v1", token: { bearer: file:keys/sandbox-signing.key } }
    #   account-2: { type: schneider, base_url: "https://api.se.com", client_id: file:keys/sandbox-client-id.key, client_secret: file:keys/sandbox-client-secret.key }

    # availability: erp       # or schneider: whom availability files are for, where their lines do not say

    # Orders without warehouses or prices can be completed by a shipping plan of the ERP.
    # plan_step: { orders: incomplete, back_order: refuse, force_primary_warehouse: false }   # back_order: available, primary

    # Ferry can ask by itself what became of orders and returns, and write down what has changed.
    # track: true
    # track_interval: 1h
    # track_for: 720h         # what was placed longer ago is not asked for any more
    # track_calls: 200        # at most so many calls a round

    # Who is told at once when something cannot wait: a program that gets a small JSON, or an address that it is posted to.
    # alerts: { command: [/usr/local/bin/tell-the-operator], held_after: 15m }   # or webhook: env:FERRY_ALERTS_WEBHOOK

    # Values for fields that your files leave out.
    # defaults:
    #   currency: EUR
    #   ship_type: COUNTER
    #   urgent: false
    #   operator: { email: edi@example.com, first_name: EDI, last_name: Desk }

    # Further senders, each with folders of its own: inbox/acme/, outbox/acme/, error/acme/. A profile says how their files look.
    # partners:
    #   acme: { profile: profiles/example.yaml, order_number_prefix: "A-", target: second, schneider: account-2 }

    """
}
