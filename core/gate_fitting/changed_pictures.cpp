// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gate_fitting/changed_pictures.h"

#include "core/gate/picture_facts.h"

#include <opencv2/imgproc.hpp>

#include <cmath>
#include <numeric>

namespace ccad {

namespace {

cv::Mat matOf(const GrayImage16& image)
{
    return {image.height, image.width, CV_16UC1, const_cast<std::uint16_t*>(image.pixels.data())};
}

GrayImage16 imageOf(const cv::Mat& mat)
{
    GrayImage16 image{mat.cols, mat.rows, {}};
    for (int row = 0; row < mat.rows; ++row)
        image.pixels.insert(image.pixels.end(), mat.ptr<std::uint16_t>(row),
                            mat.ptr<std::uint16_t>(row) + mat.cols);
    return image;
}

void bend(cv::Mat& mat, double gamma, double low, double high)
{
    for (int row = 0; row < mat.rows; ++row) {
        auto* pixels = mat.ptr<std::uint16_t>(row);
        for (int column = 0; column < mat.cols; ++column) {
            const double grey = std::pow(pixels[column] / 65535.0, gamma);
            pixels[column] = static_cast<std::uint16_t>((low + (high - low) * grey) * 65535);
        }
    }
}

void turnAndCut(cv::Mat& mat, Random& random)
{
    const double zoom = random.uniform(0.9, 1.25);
    const cv::Point2f centre(static_cast<float>(mat.cols * random.uniform(0.45, 0.55)),
                             static_cast<float>(mat.rows * random.uniform(0.45, 0.55)));
    const cv::Mat turn = cv::getRotationMatrix2D(centre, random.uniform(-8, 8), zoom);
    cv::Mat result;
    const int border = random.chance(0.5) ? cv::BORDER_CONSTANT : cv::BORDER_REPLICATE;
    cv::warpAffine(mat, result, turn, mat.size(), cv::INTER_LINEAR, border, 0);
    mat = result;
}

/// A frame as films and screen shots have.
void addFrame(cv::Mat& mat, Random& random)
{
    const double grey = random.chance(0.7) ? 0 : 65535;
    const auto reach = [&](int side) { return static_cast<int>(random.uniform(0, 0.1) * side); };
    const cv::Rect inside(reach(mat.cols), reach(mat.rows), mat.cols - reach(mat.cols) * 2,
                          mat.rows - reach(mat.rows) * 2);
    cv::Mat framed(mat.size(), mat.type(), cv::Scalar(grey));
    const cv::Rect fitting = inside & cv::Rect(0, 0, mat.cols, mat.rows);
    mat(fitting).copyTo(framed(fitting));
    mat = framed;
}

void addMarker(cv::Mat& mat, Random& random)
{
    static constexpr const char* texts[]
        = {"L", "R", "AP", "PORTABLE", "SUPINE", "A", "12:30", "->"};
    const cv::Point place(static_cast<int>(random.uniform(0.02, 0.9) * mat.cols),
                          static_cast<int>(random.uniform(0.06, 0.98) * mat.rows));
    cv::putText(mat, texts[random.below(std::size(texts))], place, cv::FONT_HERSHEY_SIMPLEX,
                random.uniform(0.3, 1), random.chance(0.8) ? 65535 : 0,
                1 + static_cast<int>(random.below(2)), cv::LINE_8);
}

} // namespace

GrayImage16 greysOf(const NetworkInput& input, const PreprocessSpec& spec)
{
    const InputPicture picture = pictureOf(input, spec);
    GrayImage16 image{static_cast<int>(picture.width), static_cast<int>(picture.height), {}};
    for (const float grey : picture.greys)
        image.pixels.push_back(static_cast<std::uint16_t>(grey * 65535 + 0.5F));
    return image;
}

GrayImage16 upsideDown(const GrayImage16& image, bool mirrored)
{
    cv::Mat result;
    cv::flip(matOf(image), result, mirrored ? 0 : -1);
    return imageOf(result);
}

GrayImage16 onItsSide(const GrayImage16& image, bool clockwise)
{
    cv::Mat result;
    cv::rotate(matOf(image), result,
               clockwise ? cv::ROTATE_90_CLOCKWISE : cv::ROTATE_90_COUNTERCLOCKWISE);
    return imageOf(result);
}

GrayImage16 mirrored(const GrayImage16& image)
{
    cv::Mat result;
    cv::flip(matOf(image), result, 1);
    return imageOf(result);
}

GrayImage16 inverted(const GrayImage16& image)
{
    GrayImage16 result = image;
    for (std::uint16_t& pixel : result.pixels)
        pixel = static_cast<std::uint16_t>(65535 - pixel);
    return result;
}

GrayImage16 pieceOf(const GrayImage16& image, Random& random)
{
    const double share = random.uniform(0.25, 0.5);
    const int width = std::max(1, static_cast<int>(share * image.width));
    const int height
        = std::max(1, static_cast<int>(share * random.uniform(0.8, 1.2) * image.height));
    const cv::Rect window(static_cast<int>(random.uniform(0.05, 0.95 - share) * image.width),
                          static_cast<int>(random.uniform(0.05, 0.95 - 1.2 * share) * image.height
                                           + 0.1 * share * image.height),
                          width, height);
    cv::Mat result;
    const cv::Rect whole(0, 0, image.width, image.height);
    cv::resize(matOf(image)(window & whole), result, whole.size(), 0, 0, cv::INTER_CUBIC);
    return imageOf(result);
}

GrayImage16 shuffled(const GrayImage16& image, Random& random)
{
    const int grid = random.chance(0.5) ? 2 : 3;
    const int width = image.width / grid;
    const int height = image.height / grid;
    std::vector<int> places(static_cast<std::size_t>(grid) * static_cast<std::size_t>(grid));
    std::iota(places.begin(), places.end(), 0);
    const std::vector<int> asItWas = places;
    while (places == asItWas)
        random.shuffle(places);
    const cv::Mat source = matOf(image);
    cv::Mat result = source.clone();
    for (int i = 0; i < grid * grid; ++i) {
        const int from = places[static_cast<std::size_t>(i)];
        const cv::Rect piece(from % grid * width, from / grid * height, width, height);
        source(piece).copyTo(result({i % grid * width, i / grid * height, width, height}));
    }
    return imageOf(result);
}

GrayImage16 varied(const GrayImage16& image, Random& random)
{
    cv::Mat mat = matOf(image).clone();
    const double low = random.chance(0.5) ? 0 : random.uniform(0, 0.15);
    const double high = random.chance(0.5) ? 1 : random.uniform(0.75, 1);
    bend(mat, std::exp(random.uniform(-0.5, 0.5)), low, high);
    if (random.chance(0.7))
        turnAndCut(mat, random);
    if (random.chance(0.4))
        cv::GaussianBlur(mat, mat, {}, random.uniform(0.3, 1.2));
    if (random.chance(0.3))
        addFrame(mat, random);
    while (random.chance(0.4))
        addMarker(mat, random);
    return random.chance(0.2) ? mirrored(imageOf(mat)) : imageOf(mat);
}

} // namespace ccad
