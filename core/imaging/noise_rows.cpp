// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/noise_rows.h"

#include "core/imaging/blank_rows.h"

#include <algorithm>
#include <cmath>
#include <set>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

constexpr qint64 shortestSide = 112; // of a picture that a gate lets pass
constexpr std::size_t fewestGreys = 48; // of a film; 32 are those of five bits

/// How many values the picture has, up to fewestGreys + 1.
std::size_t greysOf(const SampleRows& picture)
{
    std::set<double> greys;
    const qint64 count = picture.columns * picture.rows;
    double before = picture.at(0);
    greys.insert(before);
    for (qint64 i = 1; i < count && greys.size() <= fewestGreys; ++i)
        if (const double here = picture.at(i); here != before)
            greys.insert(before = here);
    return greys.size();
}

/// How much pixels differ from their right and their lower neighbours.
class NeighbourSteps
{
public:
    explicit NeighbourSteps(const SampleRows& picture)
        : m_picture(picture),
          m_step(std::max<qint64>(picture.columns / 64, 1)) // enough pixels of a row
    {
        for (qint64 row = 0; row + 1 < picture.rows; row += 3)
            m_usual += distanceOf(row, picture.rows / 2 * picture.columns + m_step / 2);
        m_usual /= static_cast<double>((picture.rows + 1) / 3);
    }

    /// The smaller one of both, as a share of what pixels far from each other differ by.
    [[nodiscard]] double of(qint64 row) const
    {
        if (m_usual == 0)
            return 0;
        return std::min(distanceOf(row, 1), distanceOf(row, m_picture.columns)) / m_usual;
    }

private:
    /// The mean difference of the row's pixels and those that follow so much later.
    [[nodiscard]] double distanceOf(qint64 row, qint64 later) const
    {
        const qint64 all = m_picture.columns * m_picture.rows;
        double sum = 0;
        qint64 count = 0;
        for (qint64 column = 0; column + 1 < m_picture.columns; column += m_step, ++count) {
            const qint64 i = row * m_picture.columns + column;
            sum += std::abs(m_picture.at(i) - m_picture.at((i + later) % all));
        }
        return sum / static_cast<double>(count);
    }

    const SampleRows& m_picture;
    qint64 m_step;
    double m_usual = 0;
};

struct Run
{
    qint64 first = 0;
    qint64 rows = 0;
};

Run longestNoise(const SampleRows& picture)
{
    constexpr double noise = 0.6;
    const NeighbourSteps steps(picture);
    Run longest;
    Run run;
    for (qint64 row = 0; row + 1 < picture.rows; ++row) {
        if (steps.of(row) < noise) {
            run = {row + 1, 0};
            continue;
        }
        ++run.rows;
        if (run.rows > longest.rows)
            longest = run;
    }
    if (longest.first + longest.rows == picture.rows - 1)
        ++longest.rows; // the last row has none below it
    return longest;
}

} // namespace

Result<void> checkNoiseRows(const SampleRows& picture, ReaderNotes& notes, const QString& where)
{
    if (std::min(picture.columns, picture.rows) < shortestSide)
        return {};
    if (const std::size_t greys = greysOf(picture); greys <= fewestGreys) {
        if (greys > 2)
            notes.add(NoteCode::DepthReduced,
                      u"The picture has %1 different greys alone, far fewer than a film; what the "
                      "model says of it may be wrong."_s.arg(greys));
        return {};
    }
    constexpr qint64 part = 40; // of the rows
    const Run noise = longestNoise(picture);
    // Noise throughout is another picture, not a part of this one.
    const bool isPart = noise.rows * part >= picture.rows && noise.rows * 10 < picture.rows * 9;
    if (!isPart)
        return {};
    return Error{ErrorCode::FileBroken,
                 u"the %1 of its picture hold noise, as bytes of something else do"_s.arg(
                     rowsInWords(noise.first, noise.rows, picture.rows)),
                 where};
}

} // namespace ccad::imaging
