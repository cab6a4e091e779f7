// The KPIs of a report: their anchors, and by which instant an incident belongs to a period.
//
// Source: the scenarios' definitions.json; docs/reporting.md explains each to its readers.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace muster::report {

// by_declaration: incidents declared in the period; by_resolution: incidents resolved in it.
enum class Membership : std::uint8_t { by_declaration, by_resolution };

struct Kpi {
  std::string_view id;       // the column of v_kpis
  std::string_view name;     // "Time to detect"
  std::string_view anchors;  // "impact started → detected"
  Membership membership;
};

inline constexpr std::array kKpis = {
    Kpi{"ttd_s", "Time to detect", "impact started → detected", Membership::by_declaration},
    Kpi{"tta_s", "Time to acknowledge", "first page → first acknowledgement", Membership::by_declaration},
    Kpi{"tte_s", "Time to engage", "detected → first incident commander", Membership::by_declaration},
    Kpi{"ttmob_s", "Time to mobilise", "detected → last of two or more acknowledgements before mitigation",
        Membership::by_declaration},
    Kpi{"ttfp_s", "Time to first public word", "detected → first public update", Membership::by_declaration},
    Kpi{"ttm_s", "Time to mitigate", "impact started → monitoring", Membership::by_resolution},
    Kpi{"ttr_impact_s", "Time to recover", "impact started → resolved", Membership::by_resolution},
    Kpi{"ttr_declared_s", "Time to resolve", "declared → resolved", Membership::by_resolution},
};
inline constexpr std::size_t kKpiCount = kKpis.size();

}  // namespace muster::report
