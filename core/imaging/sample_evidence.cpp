// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/sample_evidence.h"

#include <algorithm>
#include <cmath>

namespace ccad::imaging {

namespace {

using At = std::function<double(qint64)>;

/// Sides below this are too short for statements on neighbours.
constexpr qint64 shortestSide = 16;

/// A fixed series of places, so that the same file always gets the same answer.
class Places
{
public:
    explicit Places(qint64 count) : m_count(static_cast<quint64>(std::max<qint64>(count, 1))) { }
    qint64 next()
    {
        m_state = m_state * 6364136223846793005ULL + 1442695040888963407ULL;
        return static_cast<qint64>((m_state >> 20) % m_count);
    }

private:
    quint64 m_count;
    quint64 m_state = 1;
};

/// The mean difference of two samples from anywhere among the first `count`.
double spreadOf(const At& at, qint64 count)
{
    constexpr int pairs = 8192;
    Places places(count);
    double sum = 0;
    for (int i = 0; i < pairs; ++i) {
        const double one = at(places.next());
        sum += std::abs(one - at(places.next()));
    }
    return sum / pairs;
}

bool isOneValue(const SampleRows& rows, qint64 first)
{
    for (qint64 i = first + 1; i < rows.count; ++i)
        if (rows.at(i) != rows.at(first))
            return false;
    return true;
}

/// The mean difference of a row and the one below it.
double stepBelow(const SampleRows& rows, qint64 row)
{
    double sum = 0;
    for (qint64 i = 0; i < rows.columns; ++i)
        sum += std::abs(rows.at(row * rows.columns + i) - rows.at((row + 1) * rows.columns + i));
    return sum / static_cast<double>(rows.columns);
}

/// Does the first row behind the picture follow the last one as rows within the picture do? A
/// further frame begins as pictures do at their top.
bool goesOn(const SampleRows& rows)
{
    constexpr qint64 looked = 8;
    constexpr double alike = 3;
    constexpr double farApart = 0.3;
    double usual = 0;
    for (qint64 i = 1; i <= looked; ++i)
        usual += stepBelow(rows, rows.rows - 1 - i) / looked;
    const double across = stepBelow(rows, rows.rows - 1);
    // A rim of one value is followed by the rim of whatever comes.
    return usual > 0 && across <= alike * usual
        && across <= farApart * spreadOf(rows.at, rows.columns * rows.rows);
}

} // namespace

double roughness(const At& at, qint64 count, qint64 lag)
{
    constexpr int pairs = 16384;
    if (lag < 1 || count <= lag)
        return 1;
    const double spread = spreadOf(at, count);
    if (!(spread > 0))
        return 1;
    Places places(count - lag);
    double sum = 0;
    for (int i = 0; i < pairs; ++i) {
        const qint64 place = places.next();
        sum += std::abs(at(place) - at(place + lag));
    }
    return sum / pairs / spread;
}

FoundBehind samplesBehind(const SampleRows& rows)
{
    const qint64 declared = rows.columns * rows.rows;
    const qint64 surplus = rows.count - declared;
    if (surplus < 1)
        return {};
    if (isOneValue(rows, declared))
        return {BehindRows::OneValue, 0};
    if (std::min(rows.columns, rows.rows) < shortestSide)
        return {BehindRows::Other, 0};
    const qint64 wider = rows.count / rows.rows;
    constexpr double smoother = 0.95;
    // A sample may make the number of bytes even.
    if (wider > rows.columns && rows.count - wider * rows.rows <= 1
        && roughness(rows.at, rows.count, wider)
            < smoother * roughness(rows.at, rows.count, rows.columns))
        return {BehindRows::WiderRows, wider};
    if (surplus < rows.columns)
        return {BehindRows::Other, 0};
    // Whole frames may follow, whose number the file does not say; rows that are no whole frame
    // are of this picture.
    const bool isFrames = surplus % declared <= 1;
    const bool isRows = surplus % rows.columns <= 1;
    constexpr double alike = 0.3; // two frames of one scene, pixel by pixel
    if (isFrames && roughness(rows.at, rows.count, declared) < alike)
        return {BehindRows::Other, 0};
    if (goesOn(rows) || (isRows && !isFrames))
        return {BehindRows::FurtherRows, surplus / rows.columns};
    return {BehindRows::Other, 0};
}

bool liesInRowsOf(const SampleRows& rows, qint64 other)
{
    constexpr qint64 shortest = 64;
    constexpr double broken = 0.25;
    constexpr double times = 3;
    if (other == rows.columns || std::min(other, rows.columns) < shortest)
        return false;
    const double said = roughness(rows.at, rows.count, rows.columns);
    return said > broken && said > times * roughness(rows.at, rows.count, other);
}

} // namespace ccad::imaging
