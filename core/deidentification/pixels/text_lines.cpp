// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deidentification/pixels/internal/text_lines.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ccad {

namespace {

constexpr int fewestLetters = 3;
constexpr double widestGap = 1.3; ///< between letters, in heights of a line
constexpr double mostDifferent = 2.2; ///< heights of letters of one line: "p" and "."
constexpr double mostContrast = 2.5;

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
        && sharedRows(a.box, b.box) >= 0.5 * low && gapBetween(a.box, b.box) <= widestGap * high;
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
    float contrast = 0; ///< mean of its letters
};

/// The line of those letters, if there are enough and they stand on one level.
void addLine(const std::vector<TextPiece>& letters, std::vector<TextLine>& lines)
{
    PixelBox line = letters.front().box;
    float contrast = 0;
    std::vector<int> heights;
    for (const TextPiece& letter : letters) {
        line = joined(line, letter.box);
        contrast += letter.contrast / static_cast<float>(letters.size());
        heights.push_back(letter.box.height);
    }
    std::nth_element(heights.begin(), heights.begin() + std::ssize(heights) / 2, heights.end());
    const double height = heights[heights.size() / 2];
    int count = 0;
    for (const TextPiece& letter : letters)
        count += lettersIn(letter, height);
    if (letters.size() >= 2 && count >= fewestLetters && line.height <= 2 * height
        && line.width >= 1.2 * height)
        lines.push_back({line, contrast});
}

/// Points, strokes and letters that are no letters by themselves, at the ends of a line, too.
PixelBox withRest(const TextLine& letters, const std::vector<TextPiece>& pieces)
{
    PixelBox line = letters.box;
    const int height = line.height;
    bool hasGrown = true;
    while (hasGrown) {
        hasGrown = false;
        for (const TextPiece& piece : pieces) {
            const PixelBox& box = piece.box;
            const bool isWithin = box.left >= line.left && box.right() <= line.right()
                && box.top >= line.top && box.bottom() <= line.bottom();
            const bool isFaint = piece.contrast < 0.4F * letters.contrast;
            if (isWithin || isFaint || box.height > 1.3 * height || box.width > 3 * height
                || sharedRows(box, line) < 0.5 * box.height || gapBetween(box, line) > height)
                continue;
            line = joined(line, box);
            hasGrown = true;
        }
    }
    const int margin = std::max(2, height / 4);
    return {line.left - margin, line.top - margin, line.width + 2 * margin,
            line.height + 2 * margin};
}

std::vector<PixelBox> linesAlongRows(const std::vector<TextPiece>& pieces)
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
    std::vector<PixelBox> boxes;
    for (const TextLine& line : lines)
        boxes.push_back(withRest(line, pieces));
    return boxes;
}

} // namespace

std::vector<PixelBox> linesOf(const std::vector<TextPiece>& pieces)
{
    std::vector<PixelBox> lines = linesAlongRows(pieces);
    std::vector<TextPiece> sideways = pieces;
    for (TextPiece& piece : sideways)
        piece.box = turned(piece.box);
    for (const PixelBox& line : linesAlongRows(sideways))
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
