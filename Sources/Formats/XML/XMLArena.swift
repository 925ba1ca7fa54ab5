/// A list of plain values in one piece of memory that is kept when it is emptied.
struct XMLArena<Element: BitwiseCopyable>: ~Copyable {
  private(set) var start: UnsafeMutablePointer<Element>
  private(set) var count = 0
  private var capacity: Int

  init(capacity: Int) {
    self.capacity = capacity
    start = .allocate(capacity: capacity)
  }

  deinit { start.deallocate() }

  subscript(index: Int) -> Element {
    get { start[index] }
    set { start[index] = newValue }
  }

  @inline(__always)
  mutating func append(_ element: Element) {
    if count == capacity { reserve(1) }
    (start + count).initialize(to: element)
    count &+= 1
  }

  @inline(__always)
  mutating func append(_ elements: UnsafePointer<Element>, _ number: Int) {
    if capacity &- count < number { reserve(number) }
    (start + count).update(from: elements, count: number)
    count &+= number
  }

  mutating func removeLast(to count: Int) { self.count = count }

  /// Keeps the elements from `first` on, at the front.
  mutating func keep(from first: Int) {
    start.update(from: start + first, count: count - first)
    count -= first
  }

  @inline(never)
  private mutating func reserve(_ number: Int) {
    capacity = max(capacity * 2, count + number)
    let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity)
    larger.update(from: start, count: count)
    start.deallocate()
    start = larger
  }
}
