#include "bot/cli/forget_report_codec.hpp"

#include <nlohmann/json.hpp>

#include "bot/cli/time_codec.hpp"
#include "bot/domain/operations.hpp"
#include "bot/net/json.hpp"

namespace muster::cli {

namespace {

using nlohmann::json;

std::string timeline_name(IncidentNumber number) {
  return number == kOperations ? "operations log" : to_string(number);
}

std::string how_many(std::int64_t count, const std::string& one, const std::string& many) {
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

std::string listed(const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : ", ") + word;
  return all.empty() ? "nothing" : all;
}

std::vector<std::string> values(const std::vector<PersonId>& ids) {
  std::vector<std::string> all;
  for (const PersonId& id : ids) all.push_back(id.value);
  return all;
}

std::string about_timelines(const std::vector<ResealedTimeline>& timelines) {
  std::string text;
  for (const ResealedTimeline& timeline : timelines)
    text += "  " + timeline_name(timeline.incident) + ": " + how_many(timeline.entries, "entry", "entries") +
            "\n";
  return text;
}

json timelines_json(const std::vector<ResealedTimeline>& timelines) {
  json list = json::array();
  for (const ResealedTimeline& timeline : timelines) {
    list.push_back({{"timeline", timeline_name(timeline.incident)},
                    {"entries", timeline.entries},
                    {"head_before", timeline.head_before},
                    {"head_after", timeline.head_after}});
  }
  return list;
}

// What muster cannot do for them.
std::string rest_of(const ForgetOutcome& outcome) {
  const ForgetReport& report = outcome.report;
  std::string text;
  if (report.left > 0) {
    text += how_many(report.left, "entry has", "entries have") +
            " one of these words, which may mean others: " + listed(report.parts) +
            ". Where they mean this person: --also WORD\n";
  }
  for (const IncidentNumber number : report.on_hold)
    text += to_string(number) + " is under legal hold: nobody is forgotten in part, lift it first\n";
  if (outcome.still_configured) {
    text +=
        "muster.yaml names them still: take them out of people, teams and schedules before muster starts, "
        "or it knows them again\n";
  }
  for (const auto& file : report.other_files)
    text += "Not looked into, may have them still: " + file.string() + "\n";
  return text +
         "Backups and exports made before, and the chats themselves, keep what they have "
         "(docs/privacy.md)\n";
}

json paths_json(const std::vector<std::filesystem::path>& paths) {
  json list = json::array();
  for (const auto& path : paths) list.push_back(path.string());
  return list;
}

}  // namespace

std::string forget_text(const ForgetOutcome& outcome) {
  const ForgetRequest& request = outcome.request;
  const ForgetReport& report = outcome.report;
  std::string text;
  if (!outcome.known)
    text += "Nobody of this id is known here: what is looked for is the id, and what --also says.\n";
  if (request.apply) {
    text += "Forgotten. Where they stood, it says " + request.token + " now.\n";
  } else {
    text += "Nothing was changed: this is what --yes would change.\n";
    text += "Ids: " + listed(values(request.traces.ids)) + "\nWords: " + listed(request.traces.words) + "\n";
  }
  text += about_timelines(report.timelines);
  text += "  " + how_many(report.messages, "message", "messages") + " of the console, " +
          how_many(report.rows, "row", "rows") + " of other tables\n";
  return text + rest_of(outcome);
}

std::string forget_json(const ForgetOutcome& outcome) {
  const ForgetReport& report = outcome.report;
  json on_hold = json::array();
  for (const IncidentNumber number : report.on_hold) on_hold.push_back(to_string(number));
  json out = {{"forgotten", outcome.request.apply},
              {"known", outcome.known},
              {"timelines", timelines_json(report.timelines)},
              {"messages", report.messages},
              {"rows", report.rows},
              {"legal_hold", on_hold},
              {"left", report.left},
              {"parts", report.parts},
              {"still_configured", outcome.still_configured},
              {"not_looked_into", paths_json(report.other_files)}};
  if (outcome.request.apply) {
    out["token"] = outcome.request.token;
  } else {
    out["ids"] = values(outcome.request.traces.ids);
    out["words"] = outcome.request.traces.words;
  }
  return net::dump_json(out);
}

std::string retention_text(const RetentionReport& report, bool applied) {
  std::string text = applied ? "" : "Nothing was changed: this is what --apply would take out.\n";
  for (const RetentionClass& one : report.classes) {
    text += one.name + ": ";
    if (!one.kept_for)
      text += "kept for ever\n";
    else
      text += std::to_string(one.count) + " older than " + iso_seconds(one.before) +
              (one.oldest ? ", the oldest of " + iso_seconds(*one.oldest) : "") + "\n";
  }
  for (const RetentionKept& kept : report.kept)
    text += to_string(kept.incident) + " stays: " + kept.why + "\n";
  if (report.more) text += "There is more: this was as much as one run takes.\n";
  return text;
}

std::string retention_json(const RetentionReport& report, bool applied) {
  json classes = json::array();
  for (const RetentionClass& one : report.classes) {
    classes.push_back(
        {{"class", one.name},
         {"kept_days",
          one.kept_for ? json(std::chrono::floor<std::chrono::days>(*one.kept_for).count()) : json(nullptr)},
         {"count", one.count},
         {"oldest", time_or_null(one.oldest)}});
  }
  json kept = json::array();
  for (const RetentionKept& one : report.kept)
    kept.push_back({{"incident", to_string(one.incident)}, {"why", one.why}});
  json taken = json::array();
  for (const IncidentNumber number : report.incidents) taken.push_back(to_string(number));
  return net::dump_json({{"applied", applied},
                         {"classes", classes},
                         {"incidents", taken},
                         {"kept", kept},
                         {"more", report.more}});
}

}  // namespace muster::cli
