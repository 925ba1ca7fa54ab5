import Translation

/// The keys that stand at the root for all partners, and again in each partner for itself.
enum PartnerKeys {
  /// What the section says, key by key, over what holds without it.
  static func read(_ section: SettingsSection, over standard: PartnerSettings) -> PartnerSettings {
    var partner = standard
    if let policy = section.choice("policy", [Handling.Policy.partial, .allOrNothing]) { partner.handling.policy = policy }
    partner.handling.defaults.merge(DefaultValues.read(section.section("defaults"))) { $1 }
    partner.handling.planStep = planStep(section.section("plan_step"), over: standard.handling.planStep)
    if let flag = section.boolean("track") { partner.handling.isTracked = flag }
    if let rest = section.duration("rest_period") { partner.restPeriod = rest }
    if let marker = marker(in: section) { partner.markerRequired = marker }
    return partner
  }

  private enum PlannedOrders: String, CaseIterable { case never, incomplete }

  private static func planStep(_ section: SettingsSection, over standard: PlanStep) -> PlanStep {
    var step = standard
    if let orders = section.choice("orders", PlannedOrders.allCases) { step.isOn = orders == .incomplete }
    if let backOrder = section.choice("back_order", PlanStep.BackOrder.allCases) { step.backOrder = backOrder }
    if let flag = section.boolean("force_primary_warehouse") { step.forcePrimaryWarehouse = flag }
    section.finish()
    return step
  }

  /// A suffix, with or without its dot.
  private static func marker(in section: SettingsSection) -> String? {
    section.value("marker_required", expected: "the suffix of marker files, for example .done") { text in
      let suffix = text.hasPrefix(".") ? text : "." + text
      return suffix.count > 1 && suffix.utf8.count < 32 && !suffix.contains("/") ? suffix : nil
    }
  }
}
