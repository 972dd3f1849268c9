// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gate_fitting/internal/made_up_pictures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <functional>
#include <numbers>

namespace ccad {

namespace {

/// Grey 0..1 of a place within 0..1.
using Formula = std::function<double(double x, double y)>;

GrayImage16 rendered(const Formula& formula, int side)
{
    GrayImage16 image{side, side, {}};
    for (int row = 0; row < side; ++row)
        for (int column = 0; column < side; ++column) {
            const double grey = formula((column + 0.5) / side, (row + 0.5) / side);
            image.pixels.push_back(
                static_cast<std::uint16_t>(std::clamp(grey, 0.0, 1.0) * 65535 + 0.5));
        }
    return image;
}

double hashed(int x, int y, std::uint64_t seed)
{
    const auto cell
        = static_cast<std::uint64_t>(x + 4096) * 8192 + static_cast<std::uint64_t>(y + 4096);
    return Random(derivedSeed(seed, cell)).uniform();
}

/// Smooth noise on a lattice (Perlin's value noise), 0..1.
double latticeNoise(double x, double y, std::uint64_t seed)
{
    const double column = std::floor(x);
    const double row = std::floor(y);
    const auto smooth = [](double t) { return t * t * (3 - 2 * t); };
    const double u = smooth(x - column);
    const double v = smooth(y - row);
    const int i = static_cast<int>(column);
    const int j = static_cast<int>(row);
    const double top = hashed(i, j, seed) * (1 - u) + hashed(i + 1, j, seed) * u;
    const double foot = hashed(i, j + 1, seed) * (1 - u) + hashed(i + 1, j + 1, seed) * u;
    return top * (1 - v) + foot * v;
}

double turbulence(double x, double y, std::uint64_t seed)
{
    double sum = 0;
    double weight = 0.5;
    for (int octave = 0; octave < 5; ++octave, weight /= 2)
        sum += weight
            * latticeNoise(x * (2 << octave), y * (2 << octave),
                           seed + static_cast<std::uint64_t>(octave));
    return sum;
}

GrayImage16 juliaSet(Random& random, int side)
{
    const std::complex<double> c(random.uniform(-0.9, 0.4), random.uniform(0.1, 0.8));
    const double zoom = random.uniform(1, 3);
    return rendered(
        [=](double x, double y) {
            std::complex<double> z((x - 0.5) * zoom, (y - 0.5) * zoom);
            int step = 0;
            while (step < 60 && std::norm(z) < 4) {
                z = z * z + c;
                ++step;
            }
            return std::sqrt(step / 60.0);
        },
        side);
}

GrayImage16 voronoi(Random& random, int side)
{
    struct Cell
    {
        double x, y, grey;
    };
    std::vector<Cell> cells;
    for (std::size_t i = 0; i < 6 + random.below(60); ++i)
        cells.push_back({random.uniform(), random.uniform(), random.uniform()});
    const bool hasWalls = random.chance(0.5);
    return rendered(
        [=](double x, double y) {
            double nearest = 9;
            double second = 9;
            double grey = 0;
            for (const Cell& cell : cells) {
                const double distance = std::hypot(cell.x - x, cell.y - y);
                if (distance < nearest) {
                    second = nearest;
                    nearest = distance;
                    grey = cell.grey;
                } else {
                    second = std::min(second, distance);
                }
            }
            return hasWalls && second - nearest < 0.01 ? 0 : grey;
        },
        side);
}

/// Wolfram's elementary automata, a line a generation.
GrayImage16 automaton(Random& random, int side)
{
    const auto rule = static_cast<unsigned>(random.below(256));
    const int cells = side / (1 + static_cast<int>(random.below(4)));
    std::vector<std::vector<bool>> lines(1, std::vector<bool>(static_cast<std::size_t>(cells)));
    for (auto&& cell : lines.front())
        cell = random.chance(0.3);
    const auto count = static_cast<std::size_t>(cells);
    while (lines.size() < count) {
        const std::vector<bool>& last = lines.back();
        std::vector<bool> next(count);
        for (std::size_t i = 0; i < count; ++i) {
            const unsigned around
                = last[(i + count - 1) % count] * 4U + last[i] * 2U + last[(i + 1) % count];
            next[i] = (rule >> around & 1U) != 0;
        }
        lines.push_back(next);
    }
    return rendered(
        [&](double x, double y) {
            return lines[static_cast<std::size_t>(y * cells)][static_cast<std::size_t>(x * cells)]
                ? 1.0
                : 0.0;
        },
        side);
}

/// Curves or bars over a grid, dark on light.
GrayImage16 chart(Random& random, int side)
{
    const bool isBars = random.chance(0.5);
    const std::uint64_t seed = random.next();
    const double frequency = random.uniform(2, 12);
    return rendered(
        [=](double x, double y) {
            if (x < 0.1 || y > 0.9)
                return std::abs(x - 0.1) < 0.006 || std::abs(y - 0.9) < 0.006 ? 0.0 : 1.0;
            if (isBars) {
                const double height = hashed(static_cast<int>(x * frequency * 2), 0, seed);
                const bool isGap = std::fmod(x * frequency * 2, 1.0) < 0.25;
                return !isGap && 0.9 - y < 0.8 * height ? 0.35 : 1.0;
            }
            for (int curve = 0; curve < 3; ++curve) {
                const double value = 0.1 + 0.75 * latticeNoise(x * frequency, curve * 7.0, seed);
                if (std::abs(y - value) < 0.006)
                    return 0.2 * curve;
            }
            return std::fmod(x * 10, 1.0) < 0.03 || std::fmod(y * 10, 1.0) < 0.03 ? 0.8 : 1.0;
        },
        side);
}

/// Panels, rows of something like words, a title bar.
GrayImage16 screen(Random& random, int side)
{
    const std::uint64_t seed = random.next();
    const bool isDark = random.chance(0.5);
    const double split = random.uniform(0.15, 0.4);
    const double rows = random.uniform(18, 50);
    return rendered(
        [=](double x, double y) {
            double grey = y < 0.05 ? 0.3 : x < split ? 0.85 : 0.97;
            const int row = static_cast<int>(y * rows);
            const bool isWord = latticeNoise(x * 60, row * 3.0, seed) > 0.45
                && x < 0.2 + hashed(row, x < split ? 1 : 2, seed);
            if (std::fmod(y * rows, 1.0) > 0.45 && isWord)
                grey = 0.15;
            return isDark ? 1 - grey : grey;
        },
        side);
}

/// Marble, wood or clouds.
GrayImage16 material(Random& random, int side)
{
    const std::uint64_t seed = random.next();
    const int kind = static_cast<int>(random.below(3));
    const double scale = random.uniform(1, 8);
    return rendered(
        [=](double x, double y) {
            const double noise = turbulence(x * scale, y * scale, seed);
            if (kind == 0)
                return 0.5 + 0.5 * std::sin(20 * x + 12 * noise);
            if (kind == 1)
                return std::fmod(8 * std::hypot(x - 0.3, y - 0.6) + 2 * noise, 1.0);
            return 1.6 * noise - 0.3;
        },
        side);
}

/// The spectrogram of a few rising and falling tones.
GrayImage16 spectrogram(Random& random, int side)
{
    const std::uint64_t seed = random.next();
    return rendered(
        [=](double x, double y) {
            double grey = 0.15 * hashed(static_cast<int>(x * 200), static_cast<int>(y * 200), seed);
            for (int tone = 1; tone < 9; ++tone) {
                const double pitch = 1 - tone * (0.06 + 0.06 * latticeNoise(x * 6, 0.5, seed));
                const double away = (y - pitch) / 0.012;
                grey += std::exp(-away * away) / std::sqrt(tone) * latticeNoise(x * 12, tone, seed);
            }
            return grey;
        },
        side);
}

struct Ellipse
{
    double grey, wide, high, x, y, degrees;
};

double inside(const Ellipse& ellipse, double x, double y)
{
    const double angle = ellipse.degrees * std::numbers::pi / 180;
    const double u = (x - ellipse.x) * std::cos(angle) + (y - ellipse.y) * std::sin(angle);
    const double v = (y - ellipse.y) * std::cos(angle) - (x - ellipse.x) * std::sin(angle);
    return std::pow(u / ellipse.wide, 2) + std::pow(v / ellipse.high, 2) < 1 ? ellipse.grey : 0;
}

/// The head phantom of Shepp and Logan (1974) with Toft's contrast, a little changed each time.
GrayImage16 headPhantom(Random& random, int side)
{
    std::vector<Ellipse> ellipses
        = {{1, .69, .92, 0, 0, 0},        {-.8, .6624, .874, 0, -.0184, 0},
           {-.2, .11, .31, .22, 0, -18},  {-.2, .16, .41, -.22, 0, 18},
           {.1, .21, .25, 0, .35, 0},     {.1, .046, .046, 0, .1, 0},
           {.1, .046, .046, 0, -.1, 0},   {.1, .046, .023, -.08, -.605, 0},
           {.1, .023, .023, 0, -.606, 0}, {.1, .023, .046, .06, -.605, 0}};
    for (Ellipse& ellipse : ellipses) {
        ellipse.wide *= random.uniform(0.85, 1.1);
        ellipse.high *= random.uniform(0.85, 1.1);
        ellipse.grey *= random.uniform(0.8, 1.2);
    }
    const double zoom = random.uniform(2, 3);
    const std::uint64_t seed = random.next();
    return rendered(
        [=](double x, double y) {
            double grey = 0;
            for (const Ellipse& ellipse : ellipses)
                grey += inside(ellipse, (x - 0.5) * zoom, (0.5 - y) * zoom);
            return grey + 0.05 * hashed(static_cast<int>(x * 224), static_cast<int>(y * 224), seed);
        },
        side);
}

/// A thorax in cross-section: wall, lungs, heart, vertebra, on a table.
GrayImage16 thoraxSlice(Random& random, int side)
{
    const double wide = random.uniform(0.38, 0.48);
    const double high = random.uniform(0.25, 0.36);
    const std::uint64_t seed = random.next();
    const double wall = random.uniform(0.82, 0.92);
    return rendered(
        [=](double x, double y) {
            const double u = (x - 0.5) / wide;
            const double v = (y - 0.48) / high;
            const double body = std::pow(std::abs(u), 2.4) + std::pow(std::abs(v), 2.4);
            const double noise = 0.06 * turbulence(x * 8, y * 8, seed);
            if (body > 1)
                return std::abs(y - 0.86) < 0.012 && std::abs(u) < 0.9 ? 0.5 : 0.0;
            if (std::hypot(u, (v - 0.62) * 0.7) < 0.16)
                return 0.9 - noise;
            const bool isLung = body < wall * wall && std::abs(u) > 0.14 && v < 0.7;
            const bool isHeart = std::hypot(u - 0.2, v + 0.25) < 0.36;
            return (isLung && !isHeart ? 0.08 : 0.55) + noise;
        },
        side);
}

/// Five rays of bones from a wrist.
GrayImage16 handPicture(Random& random, int side)
{
    const double turn = random.uniform(-0.4, 0.4);
    const double spread = random.uniform(0.18, 0.32);
    const double background = random.uniform(0, 0.15);
    const double flip = random.chance(0.2) ? -1 : 1;
    return rendered(
        [=](double x, double y) {
            const double u = x - 0.5;
            const double v = flip * (0.9 - y) + (flip < 0 ? 0.8 : 0);
            const double radius = std::hypot(u, v);
            double grey = background;
            for (int finger = -2; finger <= 2; ++finger) {
                const double angle = turn + finger * spread;
                const double along = u * std::sin(angle) + v * std::cos(angle);
                const double across = std::abs(u * std::cos(angle) - v * std::sin(angle));
                const double length = 0.78 - 0.07 * std::abs(finger - 0.5);
                if (along < 0 || along > length)
                    continue;
                if (across < 0.055)
                    grey = std::max(grey, 0.4);
                const double knuckle = std::abs(std::fmod(along * 4.5, 1.0) - 0.5);
                if (across < 0.018 + 0.014 * knuckle && knuckle < 0.46)
                    grey = 0.6 + 0.3 * knuckle;
            }
            return radius < 0.2 ? std::max(grey, 0.5) : grey;
        },
        side);
}

/// Four or nine small pictures of other kinds.
GrayImage16 mosaic(Random& random, int side)
{
    const int grid = 2 + static_cast<int>(random.below(2));
    std::vector<GrayImage16> pieces;
    pieces.reserve(9);
    for (int i = 0; i < grid * grid; ++i)
        pieces.push_back(madeUpPicture(static_cast<int>(random.below(
                                           static_cast<std::size_t>(madeUpPictureKinds() - 1))),
                                       random, side / grid)
                             .image);
    return rendered(
        [&](double x, double y) {
            const int column = static_cast<int>(x * grid);
            const int row = static_cast<int>(y * grid);
            const GrayImage16& piece = pieces[static_cast<std::size_t>(row * grid + column)];
            const int u
                = std::min(static_cast<int>((x * grid - column) * piece.width), piece.width - 1);
            const int v
                = std::min(static_cast<int>((y * grid - row) * piece.height), piece.height - 1);
            return piece.pixels[static_cast<std::size_t>(v * piece.width + u)] / 65535.0;
        },
        side);
}

struct Kind
{
    const char* name;
    GrayImage16 (*make)(Random&, int);
};
constexpr std::array<Kind, 11> kinds = {{{"fractal", juliaSet},
                                         {"cells", voronoi},
                                         {"automaton", automaton},
                                         {"chart", chart},
                                         {"screen", screen},
                                         {"material", material},
                                         {"spectrogram", spectrogram},
                                         {"head slice", headPhantom},
                                         {"thorax slice", thoraxSlice},
                                         {"hand", handPicture},
                                         {"mosaic", mosaic}}};

} // namespace

int madeUpPictureKinds()
{
    return static_cast<int>(kinds.size());
}

MadeUpPicture madeUpPicture(int kind, Random& random, int side)
{
    const Kind& chosen = kinds[static_cast<std::size_t>(kind)];
    return {QString::fromLatin1(chosen.name), chosen.make(random, side)};
}

} // namespace ccad
