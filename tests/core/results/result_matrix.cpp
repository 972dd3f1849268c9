// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/results/result_matrix.h"

#include <array>

using namespace Qt::StringLiterals;

namespace ccad::test {

namespace {

struct Charset
{
    const char* name;
    const char* bytes;
    const char* utf8;
};

constexpr std::array<Charset, 7> charsets
    = {{{"", "Doe^Jane", "Doe^Jane"},
        {"ISO_IR 100", "Buc^J\xE9r\xF4me", "Buc^J\xC3\xA9r\xC3\xB4me"},
        {"ISO_IR 144", "\xBB\xEE\xDA\x63\x65\xDC\xD1\x79\x70\xD3",
         "\xD0\x9B\xD1\x8E\xD0\xBA"
         "ce\xD0\xBC\xD0\xB1yp\xD0\xB3"},
        {"ISO_IR 192", "\xE7\x8E\x8B^\xE5\xB0\x8F\xE4\xB8\x9C",
         "\xE7\x8E\x8B^\xE5\xB0\x8F\xE4\xB8\x9C"},
        {"\\ISO 2022 IR 87", "Yamada^Tarou=\x1B$B;3ED\x1B(B^\x1B$BB@O:\x1B(B",
         "Yamada^Tarou=\xE5\xB1\xB1\xE7\x94\xB0^\xE5\xA4\xAA\xE9\x83\x8E"},
        {"GB18030", "Wang^XiaoDong=\xCD\xF5^\xD0\xA1\xB6\xAB",
         "Wang^XiaoDong=\xE7\x8E\x8B^\xE5\xB0\x8F\xE4\xB8\x9C"},
        {"ISO_IR 126", "\xC4\xE9\xEF\xED\xF5\xF3\xE9\xEF\xF2",
         "\xCE\x94\xCE\xB9\xCE\xBF\xCE\xBD\xCF\x85\xCF\x83\xCE\xB9\xCE\xBF\xCF\x82"}}};

constexpr std::array gates
    = {GateDecision::Kind::Accepted, GateDecision::Kind::Warned, GateDecision::Kind::Refused};
/// As it hangs; mirrored; upside down; lying; seen from the side; nothing said.
constexpr std::array<const char*, 6> orientations = {"L\\F", "R\\F", "L\\H", "F\\R", "A\\F", ""};
constexpr std::array<const char*, 3> modalities = {"CR", "DX", "SC"};

MatrixCase caseOf(int number)
{
    MatrixCase one;
    one.label = number % 3;
    one.gate = gates[static_cast<std::size_t>(number / 3 % 3)];
    one.film.inverted = number / 9 % 2 != 0;
    one.film.modality = modalities[static_cast<std::size_t>(number / 18)];
    one.film.bits = 8 + (number + number / 9 + number / 18 * 2) % 9;
    const Charset& charset = charsets[static_cast<std::size_t>(number) % charsets.size()];
    one.film.charset = charset.name;
    one.film.patientName = charset.bytes;
    one.patient = charset.utf8;
    one.film.orientation = orientations[static_cast<std::size_t>(number / 3 + number / 18 * 2)
                                        % orientations.size()];
    one.film.burnedIn = number % 2 == 0 ? "NO" : "YES";
    one.film.frames = one.film.modality != "DX" && number % 4 == 0 ? 2 : 1;
    one.name = u"%1-label%2-gate%3-%4-%5bits-%6"_s.arg(QString::fromLatin1(one.film.modality))
                   .arg(one.label)
                   .arg(static_cast<int>(one.gate))
                   .arg(one.film.inverted ? u"mono1"_s : u"mono2"_s)
                   .arg(one.film.bits)
                   .arg(number);
    return one;
}

} // namespace

results::FilmResult MatrixCase::result() const
{
    results::FilmResult result = madeUpResult(label, gate);
    if (film.bits % 3 == 0)
        result.audit = {AuditSummary::Colour::Red, u"The border tells the class."_s};
    if (film.bits % 2 == 0)
        result.reader = results::ReaderVerdict{
            u"Curie^Marie"_s,  film.bits == 8 ? QString() : u"Institut du Radium, Été"_s,
            u"agrees"_s,       {},
            u"Ελεύθερο."_s,    QDateTime(QDate(2026, 11, 30), QTime(9, 30), Qt::UTC),
            film.bits % 4 == 0};
    if (film.bits == 13) {
        result.isSeverityAsked = true;
        result.severity
            = {{SeverityScore::Extent, 3.1, 1.2, 5.0}, {SeverityScore::Opacity, 2.0, 0.9, 3.1}};
    }
    return result;
}

std::vector<MatrixCase> resultMatrix()
{
    constexpr int count = 3 * 3 * 2 * 3;
    std::vector<MatrixCase> all;
    for (int number = 0; number < count; ++number)
        all.push_back(caseOf(number));
    return all;
}

} // namespace ccad::test
