# Writes OUT: a C++ file that carries FILES (paths below ROOT) as read-only bytes through .incbin, which costs no
# compile time however large they are. Run by muster_embed().
set(body "// Written by cmake/embed.cmake.\n#include \"bot/base/embedded.hpp\"\n\n")
set(table "")
set(i 0)
foreach(file IN LISTS FILES)
  string(APPEND body "__asm__(\".section .rodata\\n.balign 16\\nmuster_${NAME}_${i}:\\n.incbin \\\"${ROOT}/${file}\\\"\\nmuster_${NAME}_${i}_end:\\n.byte 0\\n.previous\\n\");\n")
  string(APPEND body "extern \"C\" const char muster_${NAME}_${i}[];\nextern \"C\" const char muster_${NAME}_${i}_end[];\n")
  string(APPEND table "    {\"${file}\", {muster_${NAME}_${i}, static_cast<std::size_t>(muster_${NAME}_${i}_end - muster_${NAME}_${i})}},\n")
  math(EXPR i "${i} + 1")
endforeach()
string(APPEND body "\nnamespace muster {\nstd::vector<EmbeddedFile> embedded_${NAME}() {\n  return {\n${table}  };\n}\n}  // namespace muster\n")
file(WRITE "${OUT}" "${body}")
