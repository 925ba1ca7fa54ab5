import Sandbox

/// The faults of a soak: what a target, its proxy and its network do on bad days.
enum Weather {
  /// On calls that create something.
  private static let unsafe: [FaultAction] = [
    .delay, .status(500), .status(400), .statusAfterCommit(502), .statusAfterCommit(504, body: "<html>proxy</html>"),
    .status(429, headers: ["Retry-After": "1"]), .status(503, headers: ["Retry-After": "1"]), .unauthorized, .dropBefore, .dropAfter, .hang,
    .hangAfterCommit, .truncate, .garbage, .partial, .slow(.milliseconds(1)),
  ]
  /// On calls that may be repeated.
  private static let safe: [FaultAction] = [
    .delay, .status(500), .status(503, headers: ["Retry-After": "1"]), .status(429, headers: ["Retry-After": "1"]), .unauthorized,
    .dropBefore,
    .hang, .truncate, .slow(.milliseconds(1)),
  ]

  /// One more fault, which meets a few of the next calls.
  static func turn(_ server: SandboxServer, _ dice: inout Dice) {
    let (path, actions) =
      [
        ("/orders", unsafe), ("/orders", unsafe), ("/returns", unsafe), ("/availabilit", safe), ("/shipping-plans", safe),
        ("/test-connection", safe), ("/token", safe),
      ]
      .randomElement(using: &dice) ?? ("/orders", unsafe)
    guard let action = actions.randomElement(using: &dice) else { return }
    server.misbehave(
      FaultRule(
        action, path: path, after: .random(in: 0...20, using: &dice), times: .random(in: 1...3, using: &dice),
        delay: .milliseconds(.random(in: 0...300, using: &dice))))
  }
}
