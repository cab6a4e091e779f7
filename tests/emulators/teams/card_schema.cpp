#include "tests/emulators/teams/card_schema.hpp"

#include <sstream>

#include "tests/emulators/common/form.hpp"

namespace muster::fake::teams {
namespace {

struct Line {
  const char* type;
  const char* group;    // whose common members it has, too
  const char* members;  // name:kind, name!:kind if required
};

constexpr Line kGroups[] = {
    {"element", "", "id:s isVisible:b separator:b spacing:Spacing height:Height fallback:any requires:o"},
    {"input", "",
     "id!:s isVisible:b separator:b spacing:Spacing height:Height fallback:any requires:o label:s "
     "isRequired:b "
     "errorMessage:s"},
    {"action", "",
     "title:s iconUrl:s id:s style:ActionStyle fallback:any tooltip:s isEnabled:b mode:ActionMode "
     "requires:o"},
    {"part", "", ""},
};

constexpr Line kTypes[] = {
    {"AdaptiveCard", "part",
     "version:s refresh:refresh authentication:o body:elements actions:actions selectAction:select "
     "fallbackText:s "
     "backgroundImage:so minHeight:s rtl:b speak:s lang:s verticalContentAlignment:Vertical $schema:s "
     "msteams:o"},
    {"TextBlock", "element",
     "text!:s color:Color fontType:FontType horizontalAlignment:Horizontal isSubtle:b maxLines:n "
     "size:TextSize "
     "weight:Weight wrap:b style:TextStyle"},
    {"RichTextBlock", "element", "inlines!:inlines horizontalAlignment:Horizontal"},
    {"TextRun", "part",
     "type!:s text!:s color:Color fontType:FontType highlight:b isSubtle:b italic:b selectAction:select "
     "size:TextSize "
     "strikethrough:b underline:b weight:Weight"},
    {"Image", "element",
     "url!:s altText:s backgroundColor:s height:sn horizontalAlignment:Horizontal selectAction:select "
     "size:ImageSize style:ImageStyle width:s msteams:o"},
    {"ImageSet", "element", "images!:images imageSize:ImageSize"},
    {"Media", "element", "sources!:sources poster:s altText:s"},
    {"MediaSource", "part", "mimeType!:s url!:s"},
    {"Container", "element",
     "items!:elements selectAction:select style:ContainerStyle verticalContentAlignment:Vertical bleed:b "
     "backgroundImage:so minHeight:s rtl:b"},
    {"ColumnSet", "element",
     "columns:columns selectAction:select style:ContainerStyle bleed:b minHeight:s "
     "horizontalAlignment:Horizontal"},
    {"Column", "part",
     "items:elements backgroundImage:so bleed:b fallback:any minHeight:s rtl:b separator:b spacing:Spacing "
     "selectAction:select style:ContainerStyle verticalContentAlignment:Vertical width:sn id:s isVisible:b "
     "requires:o"},
    {"FactSet", "element", "facts!:facts"},
    {"Fact", "part", "title!:s value!:s"},
    {"ActionSet", "element", "actions!:actions"},
    {"Table", "element",
     "columns:column_definitions rows:rows firstRowAsHeader:b showGridLines:b gridStyle:ContainerStyle "
     "horizontalCellContentAlignment:Horizontal verticalCellContentAlignment:Vertical"},
    {"TableRow", "part",
     "cells:cells style:ContainerStyle horizontalCellContentAlignment:Horizontal "
     "verticalCellContentAlignment:Vertical"},
    {"TableCell", "part",
     "items!:elements selectAction:select style:ContainerStyle verticalContentAlignment:Vertical bleed:b "
     "backgroundImage:so minHeight:s rtl:b"},
    {"TableColumnDefinition", "part",
     "width:sn horizontalCellContentAlignment:Horizontal verticalCellContentAlignment:Vertical"},
    {"Input.Text", "input",
     "isMultiline:b maxLength:n placeholder:s regex:s style:InputStyle inlineAction:select value:s"},
    {"Input.Number", "input", "max:n min:n placeholder:s value:n"},
    {"Input.Date", "input", "max:s min:s placeholder:s value:s"},
    {"Input.Time", "input", "max:s min:s placeholder:s value:s"},
    {"Input.Toggle", "input", "title!:s value:s valueOff:s valueOn:s wrap:b"},
    {"Input.ChoiceSet", "input",
     "choices:choices isMultiSelect:b style:ChoiceStyle value:s placeholder:s wrap:b choices.data:o"},
    {"Input.Choice", "part", "title!:s value!:s"},
    {"Action.Execute", "action", "verb:s data:so associatedInputs:Associated"},
    {"Action.Submit", "action", "data:so associatedInputs:Associated"},
    {"Action.OpenUrl", "action", "url!:s"},
    {"Action.ShowCard", "action", "card:card"},
    {"Action.ToggleVisibility", "action", "targetElements!:targets"},
    {"TargetElement", "part", "elementId!:s isVisible:b"},
    {"Refresh", "part", "action:action userIds:strings"},
};

const std::map<std::string, const char*> kValues = {
    {"Spacing", "default none small medium large extralarge padding"},
    {"Height", "auto stretch"},
    {"ActionStyle", "default positive destructive"},
    {"ActionMode", "primary secondary"},
    {"Color", "default dark light accent good warning attention"},
    {"FontType", "default monospace"},
    {"Horizontal", "left center right"},
    {"Vertical", "top center bottom"},
    {"TextSize", "default small medium large extralarge"},
    {"Weight", "default lighter bolder"},
    {"TextStyle", "default heading"},
    {"ImageSize", "auto stretch small medium large"},
    {"ImageStyle", "default person"},
    {"ContainerStyle", "default emphasis good attention warning accent"},
    {"InputStyle", "text tel url email password"},
    {"ChoiceStyle", "compact expanded filtered"},
    {"Associated", "auto none"},
};

void add_members(const char* list, CardMembers& members) {
  std::istringstream in(list);
  for (std::string word; in >> word;) {
    const std::size_t colon = word.find(':');
    std::string name = word.substr(0, colon);
    const bool required = name.ends_with('!');
    if (required) name.pop_back();
    members[name] = {word.substr(colon + 1), required};
  }
}

std::map<std::string, CardMembers> read_table() {
  std::map<std::string, CardMembers> table;
  for (const Line& line : kTypes) {
    CardMembers members{{"type", {"s", false}}};
    for (const Line& group : kGroups) {
      if (std::string(group.type) == line.group) add_members(group.members, members);
    }
    add_members(line.members, members);
    table[line.type] = std::move(members);
  }
  return table;
}

bool in_group(const std::string& type, const std::string& group) {
  for (const Line& line : kTypes) {
    if (type == line.type) return line.group == group;
  }
  return false;
}

}  // namespace

const CardMembers* card_members(const std::string& type) {
  static const std::map<std::string, CardMembers> kTable = read_table();
  const auto it = kTable.find(type);
  return it == kTable.end() ? nullptr : &it->second;
}

const std::vector<std::string>& card_values(const std::string& list) {
  static std::map<std::string, std::vector<std::string>> read;
  std::vector<std::string>& values = read[list];
  if (values.empty()) {
    std::istringstream in(kValues.at(list));
    for (std::string word; in >> word;) values.push_back(word);
  }
  return values;
}

bool is_element_type(const std::string& type) {
  return in_group(type, "element") || in_group(type, "input");
}

bool is_action_type(const std::string& type) {
  return in_group(type, "action");
}

}  // namespace muster::fake::teams
