// A report as sections of tables: what text, CSV and page are renderings of, so that they say the same.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bot/report/report.hpp"

namespace muster::report {

struct Cell {
  std::string text;     // for people
  std::string raw{};    // for programs: seconds, percent or a count as a plain number; empty: nothing known
  Numbers incidents{};  // behind the figure
  std::string definition{};  // id of the definition that explains it
};

struct Table {
  std::string id;  // stable, for programs
  std::vector<std::string> columns;
  std::vector<std::vector<Cell>> rows;  // the first cell names the row
  bool is_drawn = false;  // the page draws it; as text, its rows of 0 say nothing and are left out
};

struct Section {
  std::string id;
  std::string title;
  std::vector<std::string> notes;
  std::vector<Table> tables;
};

struct Definition {
  std::string id;
  std::string name;
  std::string text;
};

struct Sheet {
  std::string title;
  std::vector<std::string> head;  // period, filter, what it is compared with
  std::vector<Section> sections;
  std::vector<Definition> definitions;
};

// full: everything. weekly: an operations review: what happened, what is overdue, what repeats, who was
// woken.
enum class Layout : std::uint8_t { full, weekly };

[[nodiscard]] Sheet make_sheet(const Report& report, Layout layout);

// Nothing happened: no incident was declared, resolved or going on, nobody was paged, no change completed.
[[nodiscard]] bool is_empty(const Report& report);

[[nodiscard]] std::vector<Definition> definitions(const Report& report);

}  // namespace muster::report
