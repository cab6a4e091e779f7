// Files that the build put into the program (cmake/embed.cmake): templates and the console's web pages.
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

}  // namespace muster
