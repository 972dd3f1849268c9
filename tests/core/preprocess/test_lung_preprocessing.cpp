// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/preprocess/harmonise.h"
#include "core/preprocess/preprocessor.h"
#include "tests/core/preprocess/noise.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

using namespace Qt::StringLiterals;

using namespace ccad;
using ccad::test::noise;

namespace {

constexpr int cells = 56;

/// Two upright boxes side by side.
LungMask twoLungs()
{
    LungMask mask{cells, cells, std::vector<float>(std::size_t{cells} * cells, 0.0F)};
    for (int row = 12; row < 40; ++row)
        for (int column = 12; column < 44; ++column)
            if (column < 24 || column >= 32)
                mask.probability[static_cast<std::size_t>(row * cells + column)] = 1;
    return mask;
}

/// Finds the same in each picture, or nothing.
class KnownLungs final : public LungFinder
{
public:
    explicit KnownLungs(std::optional<LungMask> mask) : m_mask(std::move(mask)) { }
    [[nodiscard]] int side() const override { return 64; }
    [[nodiscard]] std::optional<LungMask> find(const GrayImage16& picture) const override
    {
        ++asked;
        m_isSquare = m_isSquare && picture.width == 64 && picture.height == 64;
        return m_mask;
    }
    [[nodiscard]] bool wasShownSquares() const { return m_isSquare; }
    mutable int asked = 0;

private:
    std::optional<LungMask> m_mask;
    mutable bool m_isSquare = true;
};

Radiograph radiographOf(const GrayImage16& image)
{
    Radiograph radiograph;
    radiograph.columns = image.width;
    radiograph.rows = image.height;
    radiograph.bits = bitDepth<16>;
    radiograph.pixels = std::make_shared<std::vector<std::uint16_t>>(image.pixels);
    radiograph.initialVoi = VoiWindow{32768, 65536, VoiFunction::Linear, {}};
    return radiograph;
}

GrayImage16 cutOut(const GrayImage16& image, int left, int top, int width, int height)
{
    GrayImage16 part{width, height, {}};
    for (int row = top; row < top + height; ++row)
        for (int column = left; column < left + width; ++column)
            part.pixels.push_back(
                image.pixels[static_cast<std::size_t>(row * image.width + column)]);
    return part;
}

PreprocessSpec cropping(PreprocessSpec::Fit fit = PreprocessSpec::Fit::Stretch,
                        double margin = 0.15)
{
    PreprocessSpec spec;
    spec.inputSize = 112;
    spec.fit = fit;
    spec.lungs.crop = LungPreparation::Crop::Lungs;
    spec.lungs.margin = margin;
    spec.lungsSha256 = QString(64, u'a');
    return spec;
}

PreprocessSpec withoutCrop(PreprocessSpec spec)
{
    spec.lungs.crop = LungPreparation::Crop::None;
    return spec;
}

std::shared_ptr<const KnownLungs> finder(std::optional<LungMask> mask = twoLungs())
{
    return std::make_shared<const KnownLungs>(std::move(mask));
}

} // namespace

class TestLungPreprocessing : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void seesTheLungsAlone_data()
    {
        QTest::addColumn<PreprocessSpec::Fit>("fit");
        QTest::addColumn<double>("margin");
        QTest::newRow("stretch") << PreprocessSpec::Fit::Stretch << 0.15;
        QTest::newRow("letterbox") << PreprocessSpec::Fit::Letterbox << 0.15;
        QTest::newRow("narrow") << PreprocessSpec::Fit::Stretch << 0.06;
    }

    void seesTheLungsAlone()
    {
        QFETCH(PreprocessSpec::Fit, fit);
        QFETCH(double, margin);
        const GrayImage16 image = noise(560, 448);
        const CropBox box = *lungCrop(twoLungs(), margin);
        const int left = static_cast<int>(std::lround(box.left * 560));
        const int top = static_cast<int>(std::lround(box.top * 448));
        const int width = static_cast<int>(std::lround(box.right() * 560)) - left;
        const int height = static_cast<int>(std::lround(box.bottom() * 448)) - top;
        QVERIFY(width < 450 && height < 360); // it cuts something off

        const auto lungs = finder();
        const NetworkInput seen = Preprocessor(cropping(fit, margin), lungs)(image);
        const NetworkInput cut
            = Preprocessor(withoutCrop(cropping(fit)))(cutOut(image, left, top, width, height));
        QVERIFY(seen.values == cut.values);
        QVERIFY(!seen.lungsMissing && lungs->asked == 1 && lungs->wasShownSquares());
        // Corners of the box, as fractions of the radiograph, lie where the cut picture lies.
        const auto xOf
            = [&](double column) { return seen.imageLeft + column / 560 * seen.imageWidth; };
        const auto yOf = [&](double row) { return seen.imageTop + row / 448 * seen.imageHeight; };
        QVERIFY(std::abs(xOf(left) - cut.imageLeft) < 1e-9);
        QVERIFY(std::abs(xOf(left + width) - cut.imageLeft - cut.imageWidth) < 1e-9);
        QVERIFY(std::abs(yOf(top) - cut.imageTop) < 1e-9);
        QVERIFY(std::abs(yOf(top + height) - cut.imageTop - cut.imageHeight) < 1e-9);
        QVERIFY(seen.imageWidth > 112);
    }

    void allWaysGiveTheSame()
    {
        const GrayImage16 image = noise(300, 401);
        PreprocessSpec spec = cropping();
        spec.lungs.harmonise = LungPreparation::Harmonise::Lungs;
        spec.lungs.outside = LungPreparation::Outside::Blank;
        const Preprocessor preprocess(spec, finder());
        const Radiograph radiograph = radiographOf(image);
        const GrayImage16 shown = DisplayLut(radiograph, radiograph.initialVoi).apply16(radiograph);
        const ReducedRadiograph whole{radiograph, radiograph.columns, radiograph.rows};
        const NetworkInput input = preprocess(radiograph);
        QVERIFY(input.values == preprocess(shown).values);
        QVERIFY(input.values == preprocess(whole).values);
        const InputWithThumbnail both = preprocess.prepare(whole, 40);
        QVERIFY(input.values == both.input.values);
        QCOMPARE(both.thumbnail.height, 40); // of the whole picture, whose shape it keeps
        QCOMPARE(both.thumbnail.width, 30);
        const auto fitted = preprocess.fitAt(whole, std::array{spec.inputSize, 140});
        QVERIFY(input.values == inputValues(spec, fitted[0].image.pixels));
        QCOMPARE(fitted[1].image.width, 140);
        QVERIFY(fitted[1].place.shown == fitted[0].place.shown);
    }

    void aReducedPictureIsCutAtTheSamePlace()
    {
        // Each pixel stands for 2 x 2; smooth, so that means and pixels hardly differ.
        GrayImage16 image{560, 448, {}};
        for (int y = 0; y < 448; ++y)
            for (int x = 0; x < 560; ++x)
                image.pixels.push_back(static_cast<std::uint16_t>(20000 + 40 * x + 30 * y));
        GrayImage16 half{280, 224, {}};
        for (int y = 0; y < 224; ++y)
            for (int x = 0; x < 280; ++x)
                half.pixels.push_back(
                    static_cast<std::uint16_t>(20000 + 80 * x + 20 + 60 * y + 15));
        const Preprocessor preprocess(cropping(), finder());
        const NetworkInput whole = preprocess(radiographOf(image));
        const NetworkInput reduced = preprocess(ReducedRadiograph{radiographOf(half), 560, 448, 2});
        // The box may be rounded to the next pixel that is there.
        QVERIFY(std::abs(whole.imageLeft - reduced.imageLeft) < 1);
        QVERIFY(std::abs(whole.imageHeight - reduced.imageHeight) < 2);
        for (std::size_t i = 0; i < whole.values.size(); ++i)
            QVERIFY(std::abs(whole.values[i] - reduced.values[i]) < 0.01F);
        QCOMPARE(preprocess.readSize().shorterSide, 3 * 112);
    }

    void withoutLungsTheWholePictureIsUsed()
    {
        const GrayImage16 image = noise(200, 150);
        PreprocessSpec spec = cropping();
        spec.lungs.harmonise = LungPreparation::Harmonise::Lungs;
        spec.lungs.outside = LungPreparation::Outside::Blank;
        const NetworkInput seen = Preprocessor(spec, finder(std::nullopt))(image);
        PreprocessSpec plain;
        plain.inputSize = 112;
        plain.lungs.harmonise = LungPreparation::Harmonise::Equalise;
        const NetworkInput whole = Preprocessor(plain)(image);
        QVERIFY(seen.lungsMissing && !whole.lungsMissing);
        QVERIFY(seen.values == whole.values);
        QCOMPARE(seen.imageLeft, 0.0);
        QCOMPARE(seen.imageWidth, 112.0);
    }

    void theBlackBesideALetterboxStaysOutOfIt()
    {
        PreprocessSpec spec;
        spec.inputSize = 64;
        spec.fit = PreprocessSpec::Fit::Letterbox;
        spec.lungs.harmonise = LungPreparation::Harmonise::Equalise;
        const FittedImage fitted = Preprocessor(spec).fit(noise(128, 64));
        GrayImage16 alone = Preprocessor(wholePicture(spec)).fit(noise(128, 64)).image;
        alone = cutOut(alone, 0, 16, 64, 32);
        preprocess::equalise(alone, {0, 0, 64, 32});
        QVERIFY(cutOut(fitted.image, 0, 16, 64, 32).pixels == alone.pixels);
        QCOMPARE(fitted.image.pixels.front(), std::uint16_t{0});
    }

    void ranksByTheLungsAlone()
    {
        const GrayImage16 image = noise(112, 112);
        PreprocessSpec spec = withoutCrop(cropping());
        spec.lungs.harmonise = LungPreparation::Harmonise::Lungs;
        const FittedImage fitted = Preprocessor(spec, finder()).fit(image);
        // Cell by cell, from its definition: 112 pixels are twice as many as cells.
        const LungMask mask = twoLungs();
        std::vector<int> lung;
        for (int y = 0; y < 112; ++y)
            for (int x = 0; x < 112; ++x)
                if (mask.at((x + 0.5) / 112, (y + 0.5) / 112) > 0.5F)
                    lung.push_back(image.pixels[static_cast<std::size_t>(y * 112 + x)]);
        QVERIFY(lung.size() > 2000 && lung.size() < 3000); // 2 x 12 x 28 cells of 4 pixels
        for (const std::size_t i : {0UL, 77UL, 5000UL, 7000UL, 12543UL}) {
            const auto upTo
                = std::ranges::count_if(lung, [&](int grey) { return grey <= image.pixels[i]; });
            const double share = static_cast<double>(upTo) / static_cast<double>(lung.size());
            QVERIFY(std::abs(fitted.image.pixels[i] / 65535.0 - share) < 1e-4);
        }
    }

    void blanksWhatLiesOutside()
    {
        PreprocessSpec spec = withoutCrop(cropping());
        spec.inputSize = 224;
        const GrayImage16 image = noise(224, 224);
        spec.lungs.outside = LungPreparation::Outside::Blank;
        const FittedImage fitted = Preprocessor(spec, finder()).fit(image);
        const LungMask mask = twoLungs();
        const auto isKept = [&](int x, int y) { // widened by 6 pixels
            for (int down = -6; down <= 6; ++down)
                for (int across = -6; across <= 6; ++across)
                    if (mask.at((x + across + 0.5) / 224, (y + down + 0.5) / 224) > 0.5F)
                        return true;
            return false;
        };
        for (const auto& [x, y] : {std::pair(70, 100),
                                   {42, 100},
                                   {38, 60},
                                   {70, 40},
                                   {112, 100},
                                   {30, 100},
                                   {20, 20},
                                   {200, 200}}) {
            double sum = 0;
            double all = 0;
            for (int down = -20; down <= 20; ++down)
                for (int across = -20; across <= 20; ++across) {
                    const double weight = std::exp(-(down * down + across * across) / 32.0);
                    all += weight;
                    // OpenCV mirrors at the border, which nothing here reaches but blank.
                    sum += isKept(x + across, y + down) ? weight : 0;
                }
            const double before = image.pixels[static_cast<std::size_t>(y * 224 + x)];
            const double expected = sum / all * before + (1 - sum / all) * 128 * 257;
            const double found = fitted.image.pixels[static_cast<std::size_t>(y * 224 + x)];
            QVERIFY2(std::abs(found - expected) < 0.01 * 65535,
                     qPrintable(u"%1 %2: %3 %4"_s.arg(x).arg(y).arg(found).arg(expected)));
        }
        QCOMPARE(fitted.image.pixels.front(), preprocess::blankGrey);
        QCOMPARE(fitted.image.pixels[100 * 224 + 70], image.pixels[100 * 224 + 70]);
    }

    /// What a lung's outline leaves out at its side may be a consolidation.
    void keepsDentsOfALung()
    {
        LungMask dented = twoLungs();
        for (int row = 22; row < 30; ++row)
            for (int column = 12; column < 20; ++column)
                dented.probability[static_cast<std::size_t>(row * cells + column)] = 0;
        PreprocessSpec spec = withoutCrop(cropping());
        spec.inputSize = 224;
        spec.lungs.outside = LungPreparation::Outside::BlankHulls;
        const GrayImage16 image = noise(224, 224);
        const GrayImage16 whole = Preprocessor(spec, finder()).fit(image).image;
        QVERIFY(Preprocessor(spec, finder(dented)).fit(image).image.pixels == whole.pixels);
        // Between the lungs nothing is kept: each has a hull of its own.
        const int between = whole.pixels[100 * 224 + 112];
        QVERIFY(std::abs(between - preprocess::blankGrey) < 0.02 * 65535);
        // By the outlines alone, the dent goes.
        spec.lungs.outside = LungPreparation::Outside::Blank;
        const GrayImage16 outlined = Preprocessor(spec, finder(dented)).fit(image).image;
        QVERIFY(outlined.pixels != whole.pixels);
        const int dent = outlined.pixels[104 * 224 + 64]; // its middle
        QVERIFY(std::abs(dent - preprocess::blankGrey) < 0.05 * 65535);
        QVERIFY(Preprocessor(spec, finder()).fit(image).image.pixels == whole.pixels); // no dents
    }

    void specsSurviveARoundTrip()
    {
        using Lungs = LungPreparation;
        QCOMPARE(toJson(PreprocessSpec{}).keys(),
                 QStringList({u"fit"_s, u"input_size"_s, u"range_high"_s, u"range_low"_s}));
        for (const auto crop : {Lungs::Crop::None, Lungs::Crop::Lungs})
            for (const auto way : {Lungs::Harmonise::None, Lungs::Harmonise::Equalise,
                                   Lungs::Harmonise::Lungs, Lungs::Harmonise::LungRanks})
                for (const auto outside :
                     {Lungs::Outside::Keep, Lungs::Outside::Blank, Lungs::Outside::BlankHulls}) {
                    PreprocessSpec spec;
                    spec.lungs.crop = crop;
                    spec.lungs.harmonise = way;
                    spec.lungs.outside = outside;
                    if (spec.needsLungs())
                        spec.lungsSha256 = QString(64, u'0');
                    const auto again = preprocessSpecFromJson(toJson(spec));
                    QVERIFY2(again, again ? "" : qPrintable(again.error().message));
                    QVERIFY(*again == spec);
                    QVERIFY(!wholePicture(spec).needsLungs());
                }
    }

    void theMarginOfOldPackages()
    {
        QJsonObject json = toJson(cropping());
        QCOMPARE(json[u"crop_margin"_s].toDouble(), 0.15);
        json.remove(u"crop_margin"_s);
        QCOMPARE(preprocessSpecFromJson(json)->lungs.margin, 0.06);
    }

    void refusesWhatItDoesNotKnow_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QJsonValue>("value"); // undefined: taken out
        QTest::newRow("crop") << "crop" << QJsonValue("heart");
        QTest::newRow("harmonise") << "harmonise" << QJsonValue(1);
        QTest::newRow("outside") << "outside" << QJsonValue("");
        QTest::newRow("no lungs named") << "lungs_sha256" << QJsonValue(QJsonValue::Undefined);
        QTest::newRow("a short hash") << "lungs_sha256" << QJsonValue("ab");
        QTest::newRow("margin") << "crop_margin" << QJsonValue(-0.1);
        QTest::newRow("no number") << "crop_margin" << QJsonValue("wide");
        QTest::newRow("a margin for nothing") << "crop" << QJsonValue("none");
    }

    void refusesLungsForNothing()
    {
        QJsonObject json = toJson(withoutCrop(cropping()));
        json[u"lungs_sha256"_s] = QString(64, u'a');
        const auto spec = preprocessSpecFromJson(json);
        QVERIFY(!spec);
        QVERIFY(spec.error().message.contains(u"lungs_sha256"));
    }

    void refusesWhatItDoesNotKnow()
    {
        QFETCH(QString, key);
        QFETCH(QJsonValue, value);
        QJsonObject json = toJson(cropping());
        if (value.isUndefined())
            json.remove(key);
        else
            json[key] = value;
        const auto spec = preprocessSpecFromJson(json);
        QVERIFY(!spec);
        QVERIFY(spec.error().message.contains(
            key == u"crop" && value == QJsonValue("none") ? u"crop_margin"_s : key));
    }

    void doesNotCropBlindly()
    {
        bool refused = false;
        try {
            const Preprocessor preprocess(cropping());
        } catch (const std::invalid_argument&) {
            refused = true;
        }
        QVERIFY(refused);
    }
};

QTEST_GUILESS_MAIN(TestLungPreprocessing)
#include "test_lung_preprocessing.moc"
