// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gate_fitting/internal/drawing.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace ccad::trust {

namespace {

cv::Mat mat(Canvas& canvas)
{
    return {canvas.side, canvas.side, CV_32FC1, canvas.greys.data()};
}

int pixel(double share, const Canvas& canvas)
{
    return static_cast<int>(std::lround(share * canvas.side));
}

/// Points on an ellipse whose radius wobbles.
std::vector<cv::Point> outline(Random& random, const Ellipse& ellipse, const Canvas& canvas)
{
    constexpr int corners = 48;
    const double phase = random.uniform(0, 6.28);
    const double wobble = random.uniform(0, 0.12);
    const int waves = 2 + static_cast<int>(random.below(4));
    std::vector<cv::Point> points;
    for (int i = 0; i < corners; ++i) {
        const double angle = 2 * std::numbers::pi * i / corners;
        const double radius = 1 + wobble * std::sin(waves * angle + phase);
        points.emplace_back(pixel(ellipse.x + ellipse.wide * radius * std::cos(angle), canvas),
                            pixel(ellipse.y + ellipse.high * radius * std::sin(angle), canvas));
    }
    return points;
}

} // namespace

void addNoise(Canvas& canvas, Random& random, double amount)
{
    for (float& grey : canvas.greys)
        grey += static_cast<float>(amount * random.normal());
}

void addClouds(Canvas& canvas, Random& random, double fall, double amount)
{
    cv::Mat sum = cv::Mat::zeros(canvas.side, canvas.side, CV_32FC1);
    double weight = 1;
    for (int cells = canvas.side / 2; cells >= 2; cells /= 2) {
        Canvas noise(cells, 0);
        addNoise(noise, random, 1);
        cv::Mat scaled;
        cv::resize(mat(noise), scaled, sum.size(), 0, 0, cv::INTER_CUBIC);
        sum += scaled * weight;
        weight *= fall * 2;
    }
    cv::Scalar mean;
    cv::Scalar deviation;
    cv::meanStdDev(sum, mean, deviation);
    mat(canvas) += (sum - mean) * (amount / std::max(deviation[0], 1e-6));
}

void addGradient(Canvas& canvas, Random& random, double amount)
{
    const double angle = random.uniform(0, 2 * std::numbers::pi);
    const bool isRound = random.chance(0.3);
    for (int y = 0; y < canvas.side; ++y)
        for (int x = 0; x < canvas.side; ++x) {
            const double u = static_cast<double>(x) / canvas.side - 0.5;
            const double v = static_cast<double>(y) / canvas.side - 0.5;
            const double along
                = isRound ? std::hypot(u, v) - 0.35 : u * std::cos(angle) + v * std::sin(angle);
            canvas.greys[static_cast<std::size_t>(y * canvas.side + x)]
                += static_cast<float>(along * amount);
        }
}

void addPattern(Canvas& canvas, Random& random, double amount)
{
    const int kind = static_cast<int>(random.below(4));
    const double period = random.uniform(0.03, 0.4) * canvas.side;
    const double angle = random.chance(0.5) ? 0 : random.uniform(0, std::numbers::pi);
    for (int y = 0; y < canvas.side; ++y)
        for (int x = 0; x < canvas.side; ++x) {
            const double u = (x * std::cos(angle) + y * std::sin(angle)) / period;
            const double v = (y * std::cos(angle) - x * std::sin(angle)) / period;
            const double phases[]
                = {std::sin(6.28 * u), std::sin(6.28 * u) * std::sin(6.28 * v),
                   std::sin(6.28 * std::hypot(u - 1, v - 1)),
                   std::hypot(u - std::round(u), v - std::round(v)) < 0.3 ? 1.0 : -1.0};
            canvas.greys[static_cast<std::size_t>(y * canvas.side + x)]
                += static_cast<float>(phases[kind] > 0 ? amount : 0);
        }
}

void addShape(Canvas& canvas, Random& random, double grey, double size)
{
    cv::Mat image = mat(canvas);
    const auto place = [&] {
        return cv::Point(pixel(random.uniform(0, 1), canvas), pixel(random.uniform(0, 1), canvas));
    };
    const cv::Point first = place();
    const auto reach = [&] { return std::max(1, pixel(size * random.uniform(0.3, 1), canvas)); };
    const int thickness = random.chance(0.6) ? cv::FILLED : 1 + static_cast<int>(random.below(5));
    const int kind = static_cast<int>(random.below(4));
    if (kind == 0) {
        const cv::Point corner(first.x + reach(), first.y + reach());
        cv::rectangle(image, first, corner, grey, thickness);
    } else if (kind == 1) {
        const cv::Size axes(reach(), reach());
        cv::ellipse(image, first, axes, random.uniform(0, 180), 0, 360, grey, thickness,
                    cv::LINE_8);
    } else if (kind == 2) {
        const cv::Point second = place();
        cv::line(image, first, second, grey, 1 + static_cast<int>(random.below(8)));
    } else {
        std::vector<cv::Point> corners;
        corners.reserve(6);
        for (int i = 0; i < 3 + static_cast<int>(random.below(4)); ++i)
            corners.emplace_back(first.x + reach() - reach(), first.y + reach() - reach());
        cv::fillPoly(image, std::vector<std::vector<cv::Point>>{corners}, grey);
    }
}

void addBlob(Canvas& canvas, Random& random, const Ellipse& ellipse, double grey)
{
    cv::Mat image = mat(canvas);
    cv::fillPoly(image, std::vector<std::vector<cv::Point>>{outline(random, ellipse, canvas)},
                 grey);
}

void addGround(Canvas& canvas, Random& random, double horizon, double grey)
{
    std::vector<cv::Point> points = {{0, canvas.side}};
    double height = horizon;
    for (double x = 0; x <= 1.05; x += 0.05) {
        points.emplace_back(pixel(x, canvas), pixel(height, canvas));
        height += random.uniform(-0.06, 0.06);
    }
    points.emplace_back(canvas.side, canvas.side);
    cv::Mat image = mat(canvas);
    cv::fillPoly(image, std::vector<std::vector<cv::Point>>{points}, grey);
}

void addBone(Canvas& canvas, Random& random, double x, double lean, double width, double grey,
             bool withJoints)
{
    cv::Mat image = mat(canvas);
    const cv::Point top(pixel(x - lean / 2, canvas), pixel(random.uniform(-0.2, 0.2), canvas));
    const cv::Point foot(pixel(x + lean / 2, canvas), pixel(random.uniform(0.9, 1.2), canvas));
    cv::line(image, top, foot, grey, std::max(1, pixel(width, canvas)));
    if (!withJoints)
        return;
    const int joints = static_cast<int>(random.below(4));
    for (int i = 1; i <= joints; ++i) {
        const cv::Point joint = top + (foot - top) * i / (joints + 1);
        const cv::Size size(pixel(width * 0.7, canvas) + 1, pixel(width * 0.4, canvas) + 1);
        cv::ellipse(image, joint, size, 0, 0, 360, grey, cv::FILLED);
        cv::line(image, joint - cv::Point(size.width, 0), joint + cv::Point(size.width, 0), 0.2, 1);
    }
}

void addRing(Canvas& canvas, Random& random, double grey)
{
    cv::Mat image = mat(canvas);
    const cv::Point centre(pixel(random.uniform(0.2, 0.8), canvas),
                           pixel(random.uniform(0.2, 0.8), canvas));
    const cv::Size axes(pixel(random.uniform(0.1, 0.45), canvas) + 1,
                        pixel(random.uniform(0.1, 0.45), canvas) + 1);
    cv::ellipse(image, centre, axes, random.uniform(0, 180), 0, random.uniform(200, 360), grey,
                2 + static_cast<int>(random.below(12)));
}

void addSector(Canvas& canvas, Random& random)
{
    const double x = random.uniform(0.4, 0.6);
    const double open = random.uniform(0.4, 1);
    const double reach = random.uniform(0.6, 1);
    Canvas speckle(canvas.side, 0.3);
    addClouds(speckle, random, 0.7, 0.2);
    addNoise(speckle, random, 0.1);
    for (int row = 0; row < canvas.side; ++row)
        for (int column = 0; column < canvas.side; ++column) {
            const double u = static_cast<double>(column) / canvas.side - x;
            const double v = static_cast<double>(row) / canvas.side + 0.1;
            const auto at = static_cast<std::size_t>(row * canvas.side + column);
            if (std::hypot(u, v) < reach && std::abs(std::atan2(u, v)) < open)
                canvas.greys[at] = speckle.greys[at];
        }
}

void writeLine(Canvas& canvas, Random& random, double y, double height, double ink)
{
    std::string text;
    const std::size_t length = 4 + random.below(60);
    for (std::size_t i = 0; i < length; ++i)
        text += random.chance(0.18) ? ' ' : static_cast<char>('!' + random.below(90));
    cv::Mat image = mat(canvas);
    constexpr double fontHeight = 22; // of HERSHEY fonts at scale 1
    cv::putText(image, text, {pixel(random.uniform(0, 0.2), canvas), static_cast<int>(y)},
                random.chance(0.5) ? cv::FONT_HERSHEY_SIMPLEX : cv::FONT_HERSHEY_COMPLEX,
                height / fontHeight, ink, 1 + static_cast<int>(height > 14), cv::LINE_8);
}

void blur(Canvas& canvas, double sigma)
{
    cv::Mat image = mat(canvas);
    cv::GaussianBlur(image, image, {}, sigma);
}

void invert(Canvas& canvas)
{
    for (float& grey : canvas.greys)
        grey = 1 - grey;
}

void turn(Canvas& canvas)
{
    cv::Mat turned;
    cv::rotate(mat(canvas), turned, cv::ROTATE_90_CLOCKWISE);
    turned.copyTo(mat(canvas));
}

Canvas enlarged(const Canvas& canvas, int side, bool smoothly)
{
    Canvas result(side, 0);
    Canvas source = canvas;
    cv::Mat target = mat(result);
    cv::resize(mat(source), target, target.size(), 0, 0,
               smoothly ? cv::INTER_LINEAR : cv::INTER_NEAREST);
    return result;
}

GrayImage16 toImage(const Canvas& canvas)
{
    GrayImage16 image{canvas.side, canvas.side, {}};
    image.pixels.reserve(canvas.greys.size());
    for (const float grey : canvas.greys)
        image.pixels.push_back(
            static_cast<std::uint16_t>(std::clamp(grey, 0.0F, 1.0F) * 65535 + 0.5F));
    return image;
}

} // namespace ccad::trust
