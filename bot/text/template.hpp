// Template: one compiled wording. Mustache without partials and custom delimiters; the facts it may name are
// declared where the wording is (wordings.cpp), and naming another one is an error of compile(), not a blank
// at 03:00.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "bot/base/result.hpp"
#include "bot/text/fact_sheet.hpp"

namespace muster {

class Template {
 public:
  // declared: "title severity roles{role person}"; names in braces are those of a list's rows.
  // Errors (invalid) name the template and what is wrong with it.
  static Result<Template> compile(const std::string& name, const std::string& source,
                                  std::string_view declared);
  Template(Template&&) noexcept;
  Template& operator=(Template&&) noexcept;
  ~Template();

  // Lines that hold nothing but tags, or values that are absent, leave no empty line behind.
  [[nodiscard]] std::string render(const FactSheet& facts) const;

 private:
  struct Impl;
  explicit Template(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace muster
