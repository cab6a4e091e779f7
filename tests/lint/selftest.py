"""Each lint finds what it is for, and nothing in good code."""

import unittest

import catalogs
import hardening
import hygiene
import includes
import links
import proofs
import sizes
import tree
import unnamed
import words


def wrongs(findings):
    return [f.wrong for f in findings]


class Unnamed(unittest.TestCase):
    @staticmethod
    def source(inside):
        return "namespace muster {\n\nnamespace {\n\n" + inside + "\n\n}  // namespace\n\n}  // namespace muster\n"

    def test_what_two_files_of_a_module_call_their_own_is_found(self):
        for inside in (
            "struct Rule {\n  int at;\n};",
            "constexpr std::chrono::milliseconds kNap{1000};",
            "std::string said(const std::string& text) {\n  return text;\n}",
        ):
            both = {"bot/net/a.cpp": self.source(inside), "bot/net/b.cpp": self.source(inside)}
            self.assertEqual(len(unnamed.check(both, {})), 1, inside)
            apart = {"bot/net/a.cpp": self.source(inside), "bot/text/b.cpp": self.source(inside)}
            self.assertEqual(unnamed.check(apart, {}), [], inside)

    def test_overloads_and_members_are_fine(self):
        one = "std::string said(int n) {\n  return {};\n}\nstruct A {\n  int take() {\n    return 1;\n  }\n};"
        other = "std::string said(bool yes) {\n  return {};\n}\nstruct B {\n  int take() {\n    return 1;\n  }\n};"
        sources = {"bot/net/a.cpp": self.source(one), "bot/net/b.cpp": self.source(other)}
        self.assertEqual(unnamed.check(sources, {}), [])

    def test_what_hides_a_type_of_a_header_is_found_where_they_may_meet(self):
        header = {"bot/text/message.hpp": "namespace muster {\n\nstruct Rule {\n};\n\n}  // namespace muster\n"}
        rule = self.source("struct Rule {\n  int at;\n};")
        self.assertEqual(len(unnamed.check({"bot/runtime/redact.cpp": rule}, header)), 1)
        self.assertEqual(unnamed.check({"bot/domain/lint.cpp": rule}, header), [])


class Includes(unittest.TestCase):
    def arrows(self, path, target):
        return includes.check(path, f'#pragma once\n#include "{target}"\n')

    def test_arrows_down_are_fine(self):
        for path, target in [
            ("bot/domain/incident.cpp", "bot/base/result.hpp"),
            ("handlers/declare.cpp", "bot/domain/incident.hpp"),
            ("integrations/slack/wire.cpp", "integrations/slack/wire.hpp"),
            ("bot/store/inbox.cpp", "bot/net/digest.hpp"),
            ("bot/wiring.cpp", "integrations/slack/slack.hpp"),
        ]:
            self.assertEqual(wrongs(self.arrows(path, target)), [], path)

    def test_arrows_up_and_sideways_are_found(self):
        for path, target in [
            ("bot/base/result.hpp", "bot/domain/incident.hpp"),
            ("bot/domain/incident.hpp", "bot/net/json.hpp"),
            ("handlers/declare.cpp", "bot/ports/store.hpp"),
            ("bot/text/speaker.cpp", "bot/runtime/engine.hpp"),
            ("integrations/slack/wire.cpp", "integrations/teams/wire.hpp"),
            ("bot/console/api.cpp", "bot/store/sqlite.hpp"),
            ("bot/runtime/engine.cpp", "handlers/catalog.hpp"),
            ("bot/net/url.cpp", "url.hpp"),
            ("bot/unheard_of/x.cpp", "bot/base/result.hpp"),
        ]:
            self.assertEqual(len(self.arrows(path, target)), 1, path)

    def test_libraries_have_one_home(self):
        for path, line in [
            ("bot/console/api.cpp", "#include <sqlite3.h>"),
            ("integrations/slack/slack.cpp", "#include <boost/beast/core.hpp>"),
            ("bot/runtime/engine.cpp", "#include <openssl/evp.h>"),
            ("integrations/slack/slack.cpp", "#include <nlohmann/json.hpp>"),
            ("bot/net/a.cpp", "#include <seccomp.h>"),
            ("bot/text/a.cpp", "std::regex r;"),
            ("bot/store/rows.cpp", "sqlite3_exec(db, text.c_str(), 0, 0, 0);"),
            ("bot/console/a.cpp", "std::system(command.c_str());"),
            ("bot/cli/a.cpp", "if (::fork() == 0) execvp(name, args);"),
            ("bot/runtime/a.cpp", "co_spawn(io, f(), asio::detached);"),
            ("bot/domain/a.cpp", "auto t = std::chrono::system_clock::now();"),
            ("bot/text/a.cpp", "auto t = std::chrono::steady_clock::now();"),
        ]:
            self.assertEqual(len(includes.check(path, line)), 1, line)
        for path, line in [
            ("bot/store/db.cpp", "#include <sqlite3.h>"),
            ("integrations/slack/event_wire.cpp", "#include <nlohmann/json.hpp>"),
            ("bot/console/report_json.cpp", "#include <nlohmann/json.hpp>"),
            ("bot/domain/a.cpp", "// never std::regex, never detached"),
            ("bot/net/a.cpp", "auto t = std::chrono::steady_clock::now();"),
            ("bot/domain/a.cpp", "const Actor by = actors.system(), other = by_system(a);"),
        ]:
            self.assertEqual(wrongs(includes.check(path, line)), [], line)


class Others(unittest.TestCase):
    def test_sizes(self):
        self.assertEqual(len(sizes.check("a.cpp", "x\n" * 501)), 1)
        self.assertEqual(sizes.check("a.cpp", "x\n" * 500), [])

    def test_handlers_are_in_the_catalog_and_tested(self):
        page = {"handlers/page.cpp": 'const CommandSpec kPageCommand{"page", kAliases'}
        self.assertEqual(len(catalogs.check_handlers(page, "kPagerCommand", "", "pages")), 2)
        self.assertEqual(catalogs.check_handlers(page, "kPageCommand,", "", 'say("page @bob")'), [])
        pin = {"handlers/pin.cpp": "Outcome on_pin(const Pin& pin"}
        self.assertEqual(len(catalogs.check_handlers(pin, "", "on_unpin(e)", "")), 1)
        self.assertEqual(len(catalogs.check_handlers({"handlers/x.cpp": "int x;"}, "", "", "")), 1)

    def test_integrations_are_in_the_catalog(self):
        self.assertEqual(len(catalogs.check_integrations({"slack", "teams"}, "slack::spec()")), 1)

    def test_templates_have_goldens(self):
        goldens = ["tests/golden/text/declared_drill.txt", "tests/golden/text/view_list.txt"]
        templates = [f"templates/{t}.mustache" for t in ("declared", "list", "answered", "update")]
        found = catalogs.check_templates(templates, goldens, '{"accepted", "answered"}')
        self.assertEqual([f.path for f in found], ["templates/update.mustache"])

    def test_words(self):
        self.assertEqual(len(words.check("bot/net/http_utils.hpp", "")), 1)
        self.assertEqual(len(words.check("a.hpp", "class ConnectionManager {")), 1)
        self.assertEqual(len(words.check("a.hpp", "struct UserInfo {};")), 1)
        self.assertEqual(words.check("bot/net/url.hpp", "struct Update { std::string data; };\nclass Informed {};"), [])

    def test_hygiene(self):
        self.assertEqual(len(hygiene.check("a.md", "see /home/ann/src/muster/x")), 1)
        self.assertEqual(len(hygiene.check("package-lock.json", '"resolved": "https://registry.npmjs.org/x"')), 2)
        self.assertEqual(hygiene.check("a.md", "~/.local/share/muster and /etc/muster/muster.yaml"), [])

    def test_links(self):
        files = {"docs/a.md": "# Some heading, here\n", "bot/x.cpp": ""}
        found = lambda text: len(links.check("docs/b.md", text, files.__contains__, files.__getitem__))
        self.assertEqual(found("[a](a.md) [b](a.md#some-heading-here) [c](../bot/x.cpp) [d](https://example.org)"), 0)
        self.assertEqual(found("[a](c.md)"), 1)
        self.assertEqual(found("[a](a.md#nowhere)"), 1)
        self.assertEqual(found("`bot/net/gone.hpp`"), 1)
        self.assertEqual(found("```\n[a](c.md)\n```"), 0)
        self.assertEqual(found("[S01]\n\n[S01]: a.md#some-heading-here"), 0)
        self.assertEqual(found("[S01] [S02]\n\n[S01]: c.md"), 2)

    def test_proofs(self):
        files = {"tests/a_test.cpp": "TEST_F(Door, Opens) {", "tests/b_test.py": "    def test_it(self):"}
        check = lambda *rows: wrongs(proofs.check("docs/x.md", "\n".join(rows), ["S01"], files.__contains__, files.__getitem__))
        self.assertEqual(check("| S01 | a | held | [a](../tests/a_test.cpp) `Door.Opens`; `tests/b_test.py` `test_it` |"), [])
        self.assertEqual(check("| S01 | a | does not apply | no door |"), [])
        self.assertEqual(len(check("| S01 | a | held | `tests/a_test.cpp` `Door.Closes` |")), 1)
        self.assertEqual(len(check("| S01 | a | held | `tests/b_test.py` `test_that` |")), 1)
        self.assertEqual(len(check("| S01 | a | held | trust us |")), 1)
        self.assertEqual(len(check("| S01 | a | surely | `tests/b_test.py` |")), 1)
        self.assertEqual(len(check("| S02 | a | not yet | later |")), 1)
        self.assertEqual(len(check("| S01 | a | held | `tests/gone.py` |")), 1)
        self.assertEqual(len(check("| S01 | a | held | `Door.Opens` `tests/a_test.cpp` |")), 1)

    def test_proofs_that_are_crash_points_and_flows(self):
        files = {"tests/crash/points.py": 'LOAD = ("outbox_sent",)', "tests/crash/crash.py": "    def at_memory(self, _):",
                 "tests/power/flows.cpp": '  Flow flow{"brought-up", before, {}};'}
        check = lambda row: wrongs(proofs.check("docs/x.md", row, ["F01"], files.__contains__, files.__getitem__))
        row = "| F01 | a | held | [points.py](../tests/crash/points.py) `{}`; `tests/crash/crash.py` `{}`; `tests/power/flows.cpp` `{}` |"
        self.assertEqual(check(row.format("outbox_sent", "at_memory", "brought-up")), [])
        self.assertEqual(len(check(row.format("outbox_gone", "at_night", "brought-down"))), 3)

    def test_hardening(self):
        presets = tree.read("CMakePresets.json")
        self.assertEqual(hardening.check_presets(presets), [])
        self.assertEqual(len(hardening.check_presets(presets.replace("-D_FORTIFY_SOURCE=3", "").replace(",-z,now", ""))), 2)
        good = "Type: DYN\nGNU_STACK 0x0 RW\nGNU_RELRO 0x0 R\n(FLAGS) BIND_NOW"
        self.assertEqual(hardening.check_program("p", good, b"x"), [])
        self.assertEqual(len(hardening.check_program("p", good.replace("DYN", "EXEC").replace("RW", "RWE"), b"a --test-clock")), 3)
        self.assertEqual(len(hardening.check_program("p", good, b"at " + str(tree.ROOT).encode() + b"/bot/main.cpp")), 1)

    def test_comments_are_not_code(self):
        code = dict(tree.code_lines('a /* b */ c\n// d\n/* e\nf */ g\n"https://h"'))
        self.assertEqual(code[1].split(), ["a", "c"])
        self.assertEqual(code[2], "")
        self.assertEqual(code[4].strip(), "g")
        self.assertIn("https://h", code[5])


if __name__ == "__main__":
    unittest.main()
