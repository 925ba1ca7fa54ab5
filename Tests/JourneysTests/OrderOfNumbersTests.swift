import Documents
import Synchronization
import Testing
import Translation

@testable import Journeys

private func key(_ number: String, partner: String = "default") -> DocumentKey {
  Handling.sample(partner: partner).key(kind: .orders, number: number)
}

/// What happened, in order.
private final class Diary: Sendable {
  private let lines = Mutex<[String]>([])
  var read: [String] { lines.withLock { $0 } }
  func note(_ line: String) { lines.withLock { $0.append(line) } }
}

@Suite struct NumberGateTests {
  @Test func `a number is had by one at a time, the later after the earlier`() async {
    let gate = NumberGate()
    let diary = Diary()
    #expect(gate.tryEnter(key("A")))
    #expect(!gate.tryEnter(key("A")))
    #expect(gate.tryEnter(key("B")))
    let (queued, queue) = AsyncStream.makeStream(of: Int.self)
    await withDiscardingTaskGroup { group in
      var turns = queued.makeAsyncIterator()
      for turn in 1...3 {
        group.addTask {
          queue.yield(turn)
          await gate.enter(key("A"))
          diary.note("\(turn)")
          gate.leave(key("A"))
        }
        _ = await turns.next()
        // It stands in the queue as soon as nobody else can have the number.
        while gate.waitingCount(key("A")) < turn { await Task.yield() }
      }
      diary.note("first leaves")
      gate.leave(key("A"))
    }
    #expect(diary.read == ["first leaves", "1", "2", "3"])
    #expect(gate.tryEnter(key("A")))
  }
}

@Suite struct FileOrderTests {
  private let order = FileOrder()

  private func hashes(_ numbers: String...) -> Set<Int> { Set(numbers.map { FileOrder.hash(key($0)) }) }

  @Test func `a document stands behind every earlier file that holds its number`() {
    let (first, second, third) = (order.join(partner: "default"), order.join(partner: "default"), order.join(partner: "default"))
    order.know(hashes("A", "B"), of: first)
    order.know(hashes("B"), of: second)
    order.know(hashes("B"), of: third)
    #expect(order.isBehind(key("B"), at: third))
    #expect(!order.isBehind(key("C"), at: third))
    #expect(!order.isBehind(key("B"), at: first))
    order.leave(first)
    #expect(order.isBehind(key("B"), at: third))
    #expect(!order.isBehind(key("B"), at: second))
    order.leave(second)
    #expect(!order.isBehind(key("B"), at: third))
  }

  @Test func `other partners' files are no business of it`() async {
    let first = order.join(partner: "acme")
    let second = order.join(partner: "default")
    await order.waitForSurveys(before: second)
    order.know([FileOrder.hash(key("A", partner: "acme"))], of: first)
    #expect(!order.isBehind(key("A"), at: second))
  }

  @Test func `waiting ends when the earlier files are surveyed, and when they have sent`() async {
    let (first, second) = (order.join(partner: "default"), order.join(partner: "default"))
    let diary = Diary()
    let (surveyed, tell) = AsyncStream.makeStream(of: Void.self)
    await withDiscardingTaskGroup { group in
      group.addTask {
        await order.waitForSurveys(before: second)
        diary.note("surveys are done")
        tell.finish()
        await order.wait(for: key("A"), at: second)
        diary.note("A is free")
      }
      diary.note("survey")
      order.know(hashes("A"), of: first)
      for await _ in surveyed {}
      diary.note("sent")
      order.leave(first)
    }
    #expect(diary.read == ["survey", "surveys are done", "sent", "A is free"])
  }

  @Test func `of a long file the first numbers are known before it is counted, and who counts waits for that`() async {
    let (first, second) = (order.join(partner: "default"), order.join(partner: "default"))
    let diary = Diary()
    let (waiting, tell) = AsyncStream.makeStream(of: Void.self)
    await withDiscardingTaskGroup { group in
      group.addTask {
        await order.waitForSurveys(before: second)
        tell.finish()
        await order.waitForCounts(before: second)
        diary.note("counted")
      }
      order.know(hashes("A"), of: first)
      for await _ in waiting {}
      #expect(order.isReading(partner: "default"))
      diary.note("read to its end")
      order.count(first)
    }
    #expect(diary.read == ["read to its end", "counted"])
    order.count(second)
    #expect(!order.isReading(partner: "default"))
  }

  @Test func `a file that ends without a survey keeps nobody waiting`() async {
    let (first, second) = (order.join(partner: "default"), order.join(partner: "default"))
    await withDiscardingTaskGroup { group in
      group.addTask { await order.waitForSurveys(before: second) }
      group.addTask { await order.waitForCounts(before: second) }
      order.leave(first)
    }
    #expect(!order.isBehind(key("A"), at: second))
  }
}
