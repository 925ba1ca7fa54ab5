/// From the address of a string in libxml2's dictionary, where equal strings are one, to its ``XMLName``.
struct XMLNameCache: ~Copyable {
  private var slots: UnsafeMutablePointer<Slot>
  private var mask = 1023
  private(set) var count = 0

  private struct Slot {
    var address: UInt
    var name: XMLName
  }

  init() {
    slots = .allocate(capacity: mask + 1)
    slots.initialize(repeating: Slot(address: 0, name: .none), count: mask + 1)
  }

  deinit { slots.deallocate() }

  @inline(__always)
  func find(_ address: UInt) -> XMLName? {
    var at = place(of: address)
    while true {
      let slot = slots[at]
      if slot.address == address { return slot.name }
      if slot.address == 0 { return nil }
      at = (at &+ 1) & mask
    }
  }

  mutating func insert(_ address: UInt, _ name: XMLName) {
    if count * 2 > mask { grow() }
    var at = place(of: address)
    while slots[at].address != 0 { at = (at + 1) & mask }
    slots[at] = Slot(address: address, name: name)
    count += 1
  }

  @inline(__always)
  private func place(of address: UInt) -> Int {
    Int(truncatingIfNeeded: (address &* 0x9E37_79B9_7F4A_7C15) >> 40) & mask
  }

  private mutating func grow() {
    let old = slots
    let oldMask = mask
    mask = mask * 2 + 1
    slots = .allocate(capacity: mask + 1)
    slots.initialize(repeating: Slot(address: 0, name: .none), count: mask + 1)
    count = 0
    for at in 0...oldMask where old[at].address != 0 { insert(old[at].address, old[at].name) }
    old.deallocate()
  }
}
