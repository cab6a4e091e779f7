// Files that the build put into the program (cmake/embed.cmake): templates, the console's web pages, icons.
#pragma once

#include <string_view>
#include <vector>

namespace muster {

struct EmbeddedFile {
  std::string_view path;   // relative to the embedded folder, with forward slashes
  std::string_view bytes;  // lives as long as the program
};

std::vector<EmbeddedFile> embedded_templates();
std::vector<EmbeddedFile> embedded_web();
std::vector<EmbeddedFile> embedded_report_style();
std::vector<EmbeddedFile> embedded_teams_icons();

}  // namespace muster
