// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deidentification/pixels/internal/text_lines.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ccad {

namespace {

constexpr std::ptrdiff_t fewestLetters = 3;
constexpr double widestGap = 1.3; ///< between letters, in heights of a line
constexpr double mostDifferent = 2.2; ///< heights of letters of one line: "p" and "."
constexpr double mostContrast = 2.5;
constexpr double leastSharp = 0.85; ///< of a line; anatomy has about 0.7
constexpr float faintest = 15; ///< contrast of a line, of 255
constexpr float clearest = 60; ///< from here on, three letters are enough

PixelBox turned(const PixelBox& box)
{
    return {box.top, box.left, box.height, box.width};
}

PixelBox joined(const PixelBox& a, const PixelBox& b)
{
    const int left = std::min(a.left, b.left);
    const int top = std::min(a.top, b.top);
    return {left, top, std::max(a.right(), b.right()) - left,
            std::max(a.bottom(), b.bottom()) - top};
}

bool touch(const PixelBox& a, const PixelBox& b)
{
    return a.left < b.right() && b.left < a.right() && a.top < b.bottom() && b.top < a.bottom();
}

int gapBetween(const PixelBox& a, const PixelBox& b)
{
    return std::max(a.left, b.left) - std::min(a.right(), b.right());
}

int sharedRows(const PixelBox& a, const PixelBox& b)
{
    return std::min(a.bottom(), b.bottom()) - std::max(a.top, b.top);
}

bool areNeighbours(const TextPiece& a, const TextPiece& b)
{
    const auto [low, high] = std::minmax(a.box.height, b.box.height);
    const auto [weak, strong] = std::minmax(a.contrast, b.contrast);
    return high <= mostDifferent * low && strong <= mostContrast * weak
        && std::abs(a.peak - b.peak) <= 0.4F * strong && sharedRows(a.box, b.box) >= 0.5 * low
        && gapBetween(a.box, b.box) <= widestGap * high;
}

/// Each piece's group, as the smallest index of it.
class Groups
{
public:
    explicit Groups(std::size_t count) : m_parents(count)
    {
        std::iota(m_parents.begin(), m_parents.end(), std::size_t{0});
    }
    std::size_t of(std::size_t i)
    {
        while (m_parents[i] != i)
            i = m_parents[i] = m_parents[m_parents[i]];
        return i;
    }
    void unite(std::size_t a, std::size_t b)
    {
        // std::minmax() would hold references to groups that end with the statement.
        const std::size_t ofA = of(a);
        const std::size_t ofB = of(b);
        m_parents[std::max(ofA, ofB)] = std::min(ofA, ofB);
    }

private:
    std::vector<std::size_t> m_parents;
};

/// Letters that touch are one piece; a piece as wide as two counts as two.
int lettersIn(const TextPiece& piece, double height)
{
    return std::max(1, static_cast<int>(std::lround(piece.box.width / (0.75 * height))));
}

struct TextLine
{
    PixelBox box;
    float contrast = 0; ///< medians of its letters
    float peak = 0;
};

template <class Value>
[[nodiscard]] double medianOf(const std::vector<TextPiece>& letters, Value value)
{
    std::vector<double> values;
    for (const TextPiece& letter : letters)
        values.push_back(value(letter));
    const auto middle = values.begin() + std::ssize(values) / 2;
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

PixelBox boxOf(const std::vector<TextPiece>& letters)
{
    PixelBox box = letters.front().box;
    for (const TextPiece& letter : letters)
        box = joined(box, letter.box);
    return box;
}

/// What is measured of letters that lie in a row; medians, but for the counts.
struct RowOfLetters
{
    double height = 0;
    double width = 0; ///< in heights
    double level = 0; ///< height of all of them together, in heights
    double contrast = 0;
    double sharpness = 0;
    double unlike = 0; ///< how far values are from the median one, in contrasts
    std::ptrdiff_t pieces = 0;
    int letters = 0;
    int onLine = 0; ///< of these, the ones that stand on one line
};

RowOfLetters measured(const std::vector<TextPiece>& letters)
{
    const auto medianBy = [&](auto value) { return medianOf(letters, value); };
    RowOfLetters row;
    row.height = medianBy([](const TextPiece& l) { return l.box.height; });
    row.width = medianBy([](const TextPiece& l) { return l.box.width; }) / row.height;
    row.level = boxOf(letters).height / row.height;
    row.contrast = medianBy([](const TextPiece& l) { return l.contrast; });
    row.sharpness = medianBy([](const TextPiece& l) { return l.sharpness; });
    const double peak = medianBy([](const TextPiece& l) { return l.peak; });
    row.unlike
        = medianBy([&](const TextPiece& l) { return std::abs(l.peak - peak); }) / row.contrast;
    row.pieces = std::ssize(letters);
    const double bottom = medianBy([](const TextPiece& l) { return l.box.bottom(); });
    for (const TextPiece& letter : letters) {
        const int held = lettersIn(letter, row.height);
        const double away = std::abs(letter.box.bottom() - bottom);
        const bool stands = away <= std::max(1.0, 0.12 * row.height)
            && letter.box.height >= 0.6 * row.height && letter.box.height <= 1.8 * row.height;
        row.letters += held;
        row.onLine += stands ? held : 0;
    }
    return row;
}

/// What tells writing from folds and vessels that happen to lie in a row: letters are drawn with
/// one value and a sharp edge, most of them on one line. The fewer letters and the fainter, the
/// more each of them has to look like one. The limits come from films with and without words.
bool isWriting(const RowOfLetters& row)
{
    if (row.onLine < fewestLetters || row.pieces < fewestLetters || 2 * row.onLine < row.letters
        || row.sharpness < leastSharp || row.contrast < faintest || row.width > 2)
        return false;
    if (row.onLine >= 6 && row.pieces >= 6 && row.level <= 1.25 && row.sharpness >= 0.9)
        return row.unlike <= 0.3;
    if (row.unlike > 0.15)
        return false;
    const bool isClear = row.contrast >= clearest;
    if (row.onLine >= 5 && row.pieces >= 5)
        return isClear || (row.level <= 1.45 && row.unlike <= 0.12 && row.width <= 1.5);
    const bool isFairlyClear = row.contrast >= 0.65 * clearest;
    return row.sharpness >= 0.95
        && ((isClear && row.level <= 1.45)
            || (isFairlyClear && row.level <= 1.2 && row.sharpness >= 1.05));
}

/// The line of those letters, if there are enough and they stand on one level.
void addLine(const std::vector<TextPiece>& letters, std::vector<TextLine>& lines)
{
    const PixelBox line = boxOf(letters);
    const double height = medianOf(letters, [](const TextPiece& l) { return l.box.height; });
    if (line.height <= 2.3 * height && line.width >= 1.2 * height && isWriting(measured(letters)))
        lines.push_back(
            {line,
             static_cast<float>(medianOf(letters, [](const TextPiece& l) { return l.contrast; })),
             static_cast<float>(medianOf(letters, [](const TextPiece& l) { return l.peak; }))});
}

/// Whether a piece may be of the same ink: as strong as the letters, or of just their value where
/// little of it shows.
bool isOfInk(const TextPiece& piece, const TextLine& letters)
{
    const float apart = std::abs(piece.peak - letters.peak);
    return (piece.contrast >= 0.4F * letters.contrast && apart <= 0.5F * letters.contrast)
        || apart <= std::max(12.0F, 0.2F * letters.contrast);
}

/// Points, strokes and letters that are no letters by themselves, at the ends of a line, too, and
/// room for one more at each end, which may be too faint to see.
PixelBox withRest(const TextLine& letters, const std::vector<TextPiece>& pieces)
{
    PixelBox line = letters.box;
    const int height = line.height;
    // A line grows along itself alone, or it would climb from fold to fold.
    const double top = line.top - 0.35 * height;
    const double bottom = line.bottom() + 0.35 * height;
    std::vector<PixelBox> rest;
    for (const TextPiece& piece : pieces)
        if (piece.box.top >= top && piece.box.bottom() <= bottom && piece.box.width <= 3 * height
            && sharedRows(piece.box, letters.box) >= 0.5 * piece.box.height
            && isOfInk(piece, letters))
            rest.push_back(piece.box);
    bool hasGrown = true;
    while (hasGrown) {
        hasGrown = false;
        for (const PixelBox& box : rest) {
            const PixelBox grown = joined(line, box);
            if (gapBetween(box, line) > 2 * height || grown == line)
                continue;
            line = grown;
            hasGrown = true;
        }
    }
    const int across = std::max(2, height / 3);
    return {line.left - height, line.top - across, line.width + 2 * height,
            line.height + 2 * across};
}

std::vector<PixelBox> linesAlongRows(const std::vector<TextPiece>& pieces,
                                     const std::vector<TextPiece>& others)
{
    std::vector<TextPiece> letters;
    std::copy_if(pieces.begin(), pieces.end(), std::back_inserter(letters),
                 [](const TextPiece& piece) { return piece.isLetter; });
    std::sort(letters.begin(), letters.end(),
              [](const TextPiece& a, const TextPiece& b) { return a.box.left < b.box.left; });
    int widest = 0;
    for (const TextPiece& letter : letters)
        widest = std::max({widest, letter.box.width, letter.box.height});
    Groups groups(letters.size());
    for (std::size_t i = 0; i < letters.size(); ++i)
        for (std::size_t j = i + 1; j < letters.size()
             && letters[j].box.left <= letters[i].box.right() + widestGap * widest;
             ++j)
            if (areNeighbours(letters[i], letters[j]))
                groups.unite(i, j);
    std::vector<std::vector<TextPiece>> members(letters.size());
    for (std::size_t i = 0; i < letters.size(); ++i)
        members[groups.of(i)].push_back(letters[i]);
    std::vector<TextLine> lines;
    for (const auto& group : members)
        if (!group.empty())
            addLine(group, lines);
    std::vector<TextPiece> all = pieces;
    all.insert(all.end(), others.begin(), others.end());
    std::vector<PixelBox> boxes;
    for (const TextLine& line : lines)
        boxes.push_back(withRest(line, all));
    return boxes;
}

} // namespace

std::vector<PixelBox> linesOf(const std::vector<TextPiece>& pieces,
                              const std::vector<TextPiece>& others)
{
    const auto turnedPieces = [](std::vector<TextPiece> all) {
        for (TextPiece& piece : all)
            piece.box = turned(piece.box);
        return all;
    };
    std::vector<PixelBox> lines = linesAlongRows(pieces, others);
    for (const PixelBox& line : linesAlongRows(turnedPieces(pieces), turnedPieces(others)))
        lines.push_back(turned(line));
    return lines;
}

std::vector<PixelBox> united(std::vector<PixelBox> boxes)
{
    for (std::size_t i = 0; i < boxes.size();) {
        const auto other
            = std::find_if(boxes.begin() + static_cast<std::ptrdiff_t>(i) + 1, boxes.end(),
                           [&](const PixelBox& b) { return touch(boxes[i], b); });
        if (other == boxes.end()) {
            ++i;
            continue;
        }
        boxes[i] = joined(boxes[i], *other);
        boxes.erase(other);
        i = 0; // it may touch an earlier one now
    }
    std::sort(boxes.begin(), boxes.end(), [](const PixelBox& a, const PixelBox& b) {
        return std::pair(a.top, a.left) < std::pair(b.top, b.left);
    });
    return boxes;
}

} // namespace ccad
