// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/ui_fixtures.h"
#include "ui/viewer/window_presets.h"

#include <QtTest>

using namespace Qt::StringLiterals;

using namespace ccad;

namespace {

const VoiWindow automatic{1000, 400, VoiFunction::LinearExact, {}};

QStringList titlesOf(const std::vector<WindowPreset>& presets)
{
    QStringList titles;
    for (const WindowPreset& preset : presets)
        titles << preset.title;
    return titles;
}

VoiWindow windowNamed(const std::vector<WindowPreset>& presets, const QString& title)
{
    for (const WindowPreset& preset : presets)
        if (preset.title == title)
            return std::get<VoiWindow>(preset.voi);
    return {};
}

} // namespace

class TestWindowPresets final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aFileWithoutWindowsHasTheNamedOnes()
    {
        const auto presets = windowPresets(test::ramp(8, 8), automatic);
        const QStringList expected{u"Automatic"_s, u"Lungs"_s,         u"Mediastinum"_s,
                                   u"Bones"_s,     u"Soft Contrast"_s, u"Hard Contrast"_s,
                                   u"Full Range"_s};
        QCOMPARE(titlesOf(presets), expected);
        QCOMPARE(presets.front().voi, Voi(automatic));
        QCOMPARE(presets.back().voi, Voi(fullRangeWindow(test::ramp(8, 8))));
    }

    // The automatic window shows 800 black and 1200 white.
    void namedOnesArePartsOfTheAutomaticOne()
    {
        const auto presets = windowPresets(test::ramp(8, 8), automatic);
        const VoiWindow lungs = windowNamed(presets, u"Lungs"_s);
        QCOMPARE(lungs.center, 920.0);
        QCOMPARE(lungs.width, 240.0);
        QCOMPARE(lungs.function, VoiFunction::LinearExact);
        const VoiWindow mediastinum = windowNamed(presets, u"Mediastinum"_s);
        QCOMPARE(mediastinum.center, 1080.0);
        QCOMPARE(mediastinum.width, 240.0);
        const VoiWindow bones = windowNamed(presets, u"Bones"_s);
        QCOMPARE(bones.center, 1140.0);
        QCOMPARE(bones.width, 240.0);
        const VoiWindow soft = windowNamed(presets, u"Soft Contrast"_s);
        QCOMPARE(soft.center, 1000.0);
        QCOMPARE(soft.width, 600.0);
        const VoiWindow hard = windowNamed(presets, u"Hard Contrast"_s);
        QCOMPARE(hard.center, 1000.0);
        QCOMPARE(hard.width, 240.0);
    }

    // MONOCHROME1: bones are bright there as well, hence low values.
    void invertedPicturesTakeTheOtherEnd()
    {
        Radiograph radiograph = test::ramp(8, 8);
        radiograph.inverted = true;
        const auto presets = windowPresets(radiograph, automatic);
        QCOMPARE(windowNamed(presets, u"Lungs"_s).center, 1080.0);
        QCOMPARE(windowNamed(presets, u"Bones"_s).center, 860.0);
    }

    void thoseOfTheFileComeUnderTheirOwnNames()
    {
        Radiograph radiograph = test::ramp(8, 8);
        radiograph.vois = {VoiTable{0, bitDepth<16>, {0, 65535}, u"Chest"_s},
                           VoiTable{0, bitDepth<16>, {0, 65535}, {}},
                           VoiWindow{2048, 4096, VoiFunction::Linear, u"HARDER"_s},
                           VoiWindow{100.5, 200, VoiFunction::Linear, {}}};
        const QStringList titles = titlesOf(windowPresets(radiograph, automatic));
        const QStringList expected{u"Automatic"_s,
                                   u"Chest"_s,
                                   u"VOI LUT"_s,
                                   u"HARDER"_s,
                                   u"Width 200, Level 100.5"_s,
                                   u"Lungs"_s,
                                   u"Mediastinum"_s,
                                   u"Bones"_s,
                                   u"Soft Contrast"_s,
                                   u"Full Range"_s};
        QCOMPARE(titles, expected);
        QCOMPARE(windowPresets(radiograph, automatic)[3].voi, radiograph.vois[2]);
    }

    void atMostTenAndTheFullRangeStays()
    {
        Radiograph radiograph = test::ramp(8, 8);
        for (int i = 0; i < 20; ++i)
            radiograph.vois.push_back(VoiWindow{double(i), 10, VoiFunction::Linear, {}});
        const auto presets = windowPresets(radiograph, automatic);
        QCOMPARE(presets.size(), size_t(10));
        QCOMPARE(presets.back().title, u"Full Range"_s);
        QCOMPARE(presets[8].voi, radiograph.vois[7]);
    }

    void aNarrowLinearWindowStaysValid()
    {
        const VoiWindow narrow{10, 1, VoiFunction::Linear, {}};
        for (const WindowPreset& preset : windowPresets(test::ramp(8, 8), narrow))
            QVERIFY(std::get<VoiWindow>(preset.voi).width >= 1);
    }
};

QTEST_GUILESS_MAIN(TestWindowPresets)
#include "test_window_presets.moc"
