// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "ferry",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "ferry", targets: ["ferry"]),
    .executable(name: "ferry-bench", targets: ["Benchmarks"]),
    .executable(name: "ferry-sweep", targets: ["Sweep"]),
  ],
  traits: [
    .trait(name: "KillPoints", description: "A program that the kill sweep can end at named places; never one that is installed.")
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
    .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
  ],
  targets: [
    // Cellar: C.
    .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    .target(name: "CFileSystem"),
    .target(name: "CProcess"),

    // Ground floor: nouns. Pure.
    .target(name: "Documents"),
    .target(name: "Formats", dependencies: ["CLibXML2"]),
    .target(name: "Contracts"),
    .target(name: "KillPoints"),

    // First floor: rules. Pure.
    .target(name: "Translation", dependencies: ["Documents", "Formats", "Contracts", crypto("Crypto")]),

    // Second floor: doors. They never meet.
    .target(name: "Mailboxes", dependencies: ["CFileSystem", "KillPoints", system]),
    .target(name: "Ledgers", dependencies: ["Documents", "KillPoints", .product(name: "GRDB", package: "GRDB.swift")]),
    .target(
      name: "Gateways",
      dependencies: [
        "Contracts", "KillPoints", http("AsyncHTTPClient"), nio("NIOCore"), nio("NIOPosix"), nio("NIOHTTP1"), nio("NIOSSL"),
        crypto("Crypto"), crypto("CryptoExtras"), log,
      ]),

    // Third floor: the journey.
    .target(
      name: "Journeys",
      dependencies: [
        "Documents", "Formats", "Contracts", "KillPoints", "Translation", "Mailboxes", "Ledgers", system, crypto("Crypto"), log,
        .product(name: "Metrics", package: "swift-metrics"),
      ]),

    // Roof: people.
    .target(
      name: "Sandbox",
      dependencies: [
        .product(name: "Hummingbird", package: "hummingbird"), nio("NIOCore"), crypto("Crypto"), crypto("CryptoExtras"), log,
      ]),
    .executableTarget(
      name: "ferry",
      dependencies: [
        "Documents", "Formats", "Contracts", "Translation", "Mailboxes", "Ledgers", "Gateways", "Journeys", "Sandbox", "CProcess", system,
        log,
        .product(name: "ArgumentParser", package: "swift-argument-parser"), .product(name: "Yams", package: "Yams"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ],
      resources: [.embedInCode("Profiles/Builtin")]),

    // Beside the house: the measuring rod.
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        "Documents", "Formats", "Contracts", "Translation", "Mailboxes", "Ledgers", "Gateways", "Journeys", system, log, crypto("Crypto"),
      ]),

    // Beside the house, too: ends the program at every kill point, and checks what is left. Never installed.
    .executableTarget(name: "Sweep", dependencies: ["KillPoints", "Sandbox", system, crypto("Crypto")]),

    // Each room's tests.
    .testTarget(name: "DocumentsTests", dependencies: ["Documents"]),
    .testTarget(name: "FormatsTests", dependencies: ["Formats", "CLibXML2"]),
    .testTarget(name: "ContractsTests", dependencies: ["Contracts"]),
    .testTarget(name: "TranslationTests", dependencies: ["Translation", "Documents", "Formats", "Contracts", "CLibXML2"]),
    .testTarget(name: "LedgersTests", dependencies: ["Ledgers", "Documents", .product(name: "GRDB", package: "GRDB.swift")]),
    .testTarget(name: "MailboxesTests", dependencies: ["Mailboxes", "CFileSystem", system]),
    .testTarget(
      name: "JourneysTests",
      dependencies: ["Journeys", "Documents", "Contracts", "Translation", "Mailboxes", "Ledgers", "Gateways", "Sandbox", system, log]),
    .testTarget(
      name: "GatewaysTests",
      dependencies: [
        "Gateways", "Contracts", nio("NIOCore"), nio("NIOPosix"), nio("NIOSSL"), crypto("Crypto"), crypto("CryptoExtras"),
        .product(name: "JWTKit", package: "jwt-kit"), log,
      ]),
    .testTarget(
      name: "FerryTests",
      dependencies: [
        "ferry", "Documents", "Formats", "Contracts", "Translation", "Mailboxes", "Ledgers", "Gateways", "Journeys", system, log,
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .testTarget(name: "SandboxTests", dependencies: ["Sandbox", nio("NIOCore"), nio("NIOPosix"), crypto("Crypto"), log]),

    // The built program, as a process.
    .testTarget(
      name: "EndToEndTests",
      dependencies: [
        "ferry", "Sandbox", "Contracts", "CProcess", nio("NIOCore"), nio("NIOPosix"), nio("NIOSSL"), system, log,
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "Yams", package: "Yams"),
      ], exclude: ["Ledgers", "Faults/set-clock.c"]),
  ]
)

var log: Target.Dependency { .product(name: "Logging", package: "swift-log") }
var system: Target.Dependency { .product(name: "SystemPackage", package: "swift-system") }
func nio(_ name: String) -> Target.Dependency { .product(name: name, package: name == "NIOSSL" ? "swift-nio-ssl" : "swift-nio") }
func crypto(_ name: String) -> Target.Dependency { .product(name: name, package: "swift-crypto") }
func http(_ name: String) -> Target.Dependency { .product(name: name, package: "async-http-client") }

for target in package.targets where target.type != .system {
  target.swiftSettings = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  ]
}
