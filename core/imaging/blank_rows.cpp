// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/blank_rows.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <vector>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

/// Pixels after which a pattern comes again: memory is filled with words of four bytes.
constexpr qint64 period = 4;
constexpr qint64 shortestSide = 64; // of a picture that anybody judges
/// Runs of fewer rows, as a part of all, tell nothing.
constexpr qint64 leastPart = 50;

/// The values of a blank row, which may be one value four times.
using Pattern = std::array<double, period>;

struct Run
{
    qint64 first = 0; ///< row
    qint64 rows = 0;
    Pattern pattern{};
};

Pattern patternOf(const SampleRows& picture, qint64 row)
{
    Pattern pattern;
    for (qint64 i = 0; i < period; ++i)
        pattern[static_cast<std::size_t>(i)] = picture.at(row * picture.columns + i);
    std::sort(pattern.begin(), pattern.end());
    return pattern;
}

bool isBlank(const SampleRows& picture, qint64 row)
{
    const qint64 begin = row * picture.columns;
    for (qint64 i = begin + period; i < begin + picture.columns; ++i)
        if (picture.at(i) != picture.at(i - period))
            return false;
    return true;
}

/// The runs of blank rows that are long enough to tell something; nothing where most of the other
/// rows are blank, too: that is a drawing.
std::vector<Run> runsOf(const SampleRows& picture)
{
    std::vector<Run> runs;
    qint64 blank = 0;
    Run run;
    const auto finish = [&] {
        if (run.rows * leastPart >= picture.rows)
            runs.push_back(run);
        run = {};
    };
    for (qint64 row = 0; row < picture.rows; ++row) {
        if (!isBlank(picture, row)) {
            finish();
            continue;
        }
        ++blank;
        const Pattern pattern = patternOf(picture, row);
        if (run.rows > 0 && pattern != run.pattern)
            finish();
        if (run.rows == 0)
            run = {row, 0, pattern};
        ++run.rows;
    }
    finish();
    std::erase_if(
        runs, [&](const Run& one) { return (blank - one.rows) * 2 >= picture.rows - one.rows; });
    return runs;
}

double distance(double value, const Pattern& pattern)
{
    double least = std::abs(value - pattern.front());
    for (const double one : pattern)
        least = std::min(least, std::abs(value - one));
    return least;
}

/// Of sorted values.
bool isMostlyTwoValues(const std::vector<double>& values)
{
    constexpr double most = 0.9;
    qint64 first = 0;
    qint64 second = 0;
    for (auto at = values.begin(); at != values.end();) {
        const auto next = std::upper_bound(at, values.end(), *at);
        const qint64 count = next - at;
        second = std::max(second, std::min(first, count));
        first = std::max(first, count);
        at = next;
    }
    return static_cast<double>(first + second) > most * static_cast<double>(values.size());
}

/// What a run looks like beside the rest of the picture.
class Beside
{
public:
    Beside(const SampleRows& picture, const Run& run, const BorderValues& border)
        : m_picture(picture), m_run(run), m_border(border), m_begin(run.first * picture.columns),
          m_end(m_begin + run.rows * picture.columns), m_all(picture.columns * picture.rows)
    {
        std::vector<double> some;
        constexpr qint64 enough = 8192;
        const qint64 step = (m_all - (m_end - m_begin)) / enough | 1; // odd: of all columns
        for (qint64 i = 0; i < m_all; i += step)
            if (i < m_begin || i >= m_end)
                some.push_back(picture.at(i));
        std::sort(some.begin(), some.end());
        m_low = some[some.size() / 100];
        m_high = some[some.size() - 1 - some.size() / 100];
        m_isDrawing = isMostlyTwoValues(some);
    }

    /// Two values make up nearly all of it: it is no film.
    [[nodiscard]] bool isDrawing() const { return m_isDrawing; }

    /// The share of the other pixels that have a value of the run.
    [[nodiscard]] double shareElsewhere() const
    {
        const qint64 count = countIn(0, m_begin) + countIn(m_end, m_all);
        return static_cast<double>(count) / static_cast<double>(m_all - (m_end - m_begin));
    }
    [[nodiscard]] bool isDark() const
    {
        return std::all_of(m_run.pattern.begin(), m_run.pattern.end(), [&](double value) {
            return m_border.isHighDark ? value >= m_high : value <= m_low;
        });
    }
    /// Do the pixels right before the run, and those right behind it, differ from it? Greys fade
    /// into the border of a film, or it is tilted.
    [[nodiscard]] bool hasHardEdge() const
    {
        constexpr double hard = 0.03; // of the greys in use
        double step = m_high - m_low;
        if (const qint64 before = beginOfRun(); before > 0)
            step = std::min(step, meanStep(before - m_picture.columns, before));
        if (const qint64 behind = endOfRun(); behind < m_all)
            step = std::min(step, meanStep(behind, behind + m_picture.columns));
        return m_high > m_low && step >= hard * (m_high - m_low);
    }
    /// Does the run go on at a side, over the whole height, or does the file call it padding? A
    /// film lies on such a page.
    [[nodiscard]] bool isOfPage() const
    {
        if (isPadding())
            return true;
        constexpr qint64 part = 100; // of the columns
        qint64 blank = 0;
        for (qint64 column = 0; column < m_picture.columns; ++column)
            blank += isBlankColumn(column) ? 1 : 0;
        return blank * part >= m_picture.columns;
    }

    [[nodiscard]] bool isPadding() const
    {
        return m_run.pattern.front() >= m_border.paddingFirst
            && m_run.pattern.back() <= m_border.paddingLast;
    }

private:
    [[nodiscard]] qint64 countIn(qint64 from, qint64 to) const
    {
        qint64 count = 0;
        for (qint64 i = from; i < to; ++i)
            count += distance(m_picture.at(i), m_run.pattern) == 0 ? 1 : 0;
        return count;
    }
    [[nodiscard]] bool isBlankColumn(qint64 column) const
    {
        for (qint64 i = column; i < m_all; i += m_picture.columns)
            if ((i < m_begin || i >= m_end) && distance(m_picture.at(i), m_run.pattern) != 0)
                return false;
        return true;
    }
    /// A run may begin and end within a row.
    [[nodiscard]] qint64 beginOfRun() const
    {
        qint64 at = m_begin;
        while (at > 0 && m_picture.at(at - 1) == m_picture.at(at - 1 + period))
            --at;
        return at;
    }
    [[nodiscard]] qint64 endOfRun() const
    {
        qint64 at = m_end;
        while (at < m_all && m_picture.at(at) == m_picture.at(at - period))
            ++at;
        return at;
    }
    /// 0 where there is no such row.
    [[nodiscard]] double meanStep(qint64 from, qint64 to) const
    {
        if (from < 0 || to > m_all)
            return 0;
        double sum = 0;
        for (qint64 i = from; i < to; ++i)
            sum += distance(m_picture.at(i), m_run.pattern);
        return sum / static_cast<double>(to - from);
    }

    const SampleRows& m_picture;
    const Run& m_run;
    const BorderValues& m_border;
    qint64 m_begin;
    qint64 m_end;
    qint64 m_all;
    double m_low = 0; ///< of the rest, but for one pixel in a hundred
    double m_high = 0;
    bool m_isDrawing = false;
};

/// Parts of the rows, as 1 of so many.
constexpr qint64 eighth = 8;
constexpr qint64 third = 3;
constexpr qint64 half = 2;

enum class Loss
{
    None,
    Possible,
    PossibleByEdge,
    Large
};

/// The part of the rows from which a run with a hard edge is lost. Of some ten thousand
/// pictures, none has a border of an eighth that is not dark, but for pages that go on at a side;
/// the largest dark border takes 31 % of the rows, and the largest part of a page 40 %.
qint64 lostFrom(const Beside& beside, double elsewhere)
{
    constexpr double few = 0.05;
    if (!beside.isPadding() && !beside.isDark() && elsewhere <= few)
        return eighth;
    return beside.isOfPage() ? half : third;
}

Loss lossOf(const SampleRows& picture, const Run& run, const BorderValues& border)
{
    constexpr double rare = 0.001;
    const Beside beside(picture, run, border);
    const double elsewhere = beside.shareElsewhere();
    if (beside.isDrawing() || !beside.hasHardEdge())
        return Loss::None;
    if (run.rows * lostFrom(beside, elsewhere) >= picture.rows)
        return Loss::Large;
    if (elsewhere < rare && !beside.isPadding())
        return Loss::Possible;
    const bool isLong = run.rows * (beside.isOfPage() ? third : eighth) >= picture.rows;
    return isLong ? Loss::PossibleByEdge : Loss::None;
}

QString heldBy(const Run& run)
{
    return run.pattern.front() == run.pattern.back() ? u"one value alone"_s
                                                     : u"one short pattern alone"_s;
}

} // namespace

QString rowsInWords(qint64 first, qint64 count, qint64 all)
{
    if (first == 0)
        return u"first %1 of %2 rows"_s.arg(count).arg(all);
    if (first + count == all)
        return u"last %1 of %2 rows"_s.arg(count).arg(all);
    return u"rows %1 to %2 of %3"_s.arg(first + 1).arg(first + count).arg(all);
}

Result<void> checkBlankRows(const SampleRows& picture, const BorderValues& border,
                            ReaderNotes& notes, const QString& where)
{
    if (std::min(picture.columns, picture.rows) < shortestSide)
        return {};
    for (const Run& run : runsOf(picture)) {
        if (run.rows == picture.rows)
            return {};
        const Loss loss = lossOf(picture, run, border);
        if (loss == Loss::Large)
            return Error{ErrorCode::FileBroken,
                         u"the %1 of its picture hold %2, as if they had never been written"_s.arg(
                             rowsInWords(run.first, run.rows, picture.rows), heldBy(run)),
                         where};
        if (loss == Loss::None)
            continue;
        const QString sign = loss == Loss::Possible
            ? u"which fewer than one in 1,000 of its other pixels have"_s
            : u"up to a hard edge"_s;
        notes.add(NoteCode::DataDamaged,
                  u"The %1 of the picture hold %2, %3; they may never have been written."_s.arg(
                      rowsInWords(run.first, run.rows, picture.rows), heldBy(run), sign));
    }
    return {};
}

} // namespace ccad::imaging
