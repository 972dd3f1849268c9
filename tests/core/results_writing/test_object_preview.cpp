// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/result_picture.h"
#include "core/results_writing/object_preview.h"
#include "tests/core/results/judged_chest.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;
using namespace ccad::results;

namespace {

ObjectPreview previewFor(const JudgedChest& chest, ObjectKind kind)
{
    return chest.with(chest.shown(), [kind](const ObjectRequest& request) {
        auto preview = previewOf(madeObject(kind, request), request);
        if (!preview)
            qFatal("%s", qPrintable(preview.error().message));
        return *std::move(preview);
    });
}

/// How many pixels differ between two pictures of one size.
int differing(const ColourPicture& one, const ColourPicture& other)
{
    int count = 0;
    for (std::size_t i = 0; i + 2 < one.rgb.size() && i + 2 < other.rgb.size(); i += 3)
        count += std::equal(one.rgb.begin() + i, one.rgb.begin() + i + 3, other.rgb.begin() + i)
            ? 0
            : 1;
    return count;
}

QString valueOf(const std::vector<TagNode>& nodes, quint32 tag)
{
    const auto found = std::ranges::find(nodes, tag, &TagNode::tag);
    return found == nodes.end() ? u"(none)"_s : found->value;
}

} // namespace

/// What somebody is shown of an object before it is written is what the object holds.
class TestResultsObjectPreview : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void thePictureIsTheOneInTheObject()
    {
        const JudgedChest chest;
        const ObjectPreview preview = previewFor(chest, ObjectKind::SecondaryCapture);
        const auto file = readBack(chest.make(ObjectKind::SecondaryCapture).bytes);
        QVERIFY(file);
        const std::vector<std::uint8_t> pixels = bytesOf(*file->getDataset(), DCM_PixelData);
        QVERIFY(preview.picture.rgb.size() > 0);
        QVERIFY(std::equal(preview.picture.rgb.begin(), preview.picture.rgb.end(), pixels.begin()));
        QCOMPARE(textIn(*file->getDataset(), DCM_Columns),
                 QString::number(preview.picture.columns));
    }

    void aReportIsShownAsText()
    {
        const JudgedChest chest;
        const ObjectPreview preview = previewFor(chest, ObjectKind::StructuredReport);
        QVERIFY(preview.picture.rgb.empty());
        QCOMPARE(preview.title, u"Structured report"_s);
        QVERIFY(preview.text.contains(u"Imaging Measurement Report"_s));
        const QString all = preview.text.join(u'\n');
        // What has to be seen first stands before all figures.
        const qsizetype research = all.indexOf(researchUseOnly());
        const qsizetype number = all.indexOf(u"Probability: 87.2519 %"_s);
        QVERIFY2(research > 0, qPrintable(all));
        QVERIFY2(number > research, qPrintable(all));
        QVERIFY2(all.contains(u"closed line of "_s), qPrintable(all));
        QVERIFY2(all.contains(u"About a digital radiograph"_s), qPrintable(all));
    }

    void whatLiesOverTheFilmIsDrawn()
    {
        const JudgedChest chest;
        const ColourPicture film = chest.with(chest.shown(), [](const ObjectRequest& request) {
            return filmPicture(
                {request.film, FilmResult(), request.uids, request.radiograph, request.shown},
                1024);
        });
        for (const ObjectKind kind :
             {ObjectKind::PresentationState, ObjectKind::ParametricMap, ObjectKind::Segmentation}) {
            const ObjectPreview preview = previewFor(chest, kind);
            QCOMPARE(preview.picture.columns, film.columns);
            QVERIFY2(differing(preview.picture, film) > 100, qPrintable(preview.title));
            QVERIFY(preview.text.isEmpty());
        }
    }

    void theTagsAreThoseOfTheBytes()
    {
        JudgedChest chest;
        for (const ObjectMaker& maker : objectMakers()) {
            if (maker.kind == ObjectKind::Film)
                continue;
            const ResultObject object = chest.make(maker.kind);
            const ObjectPreview preview = previewFor(chest, maker.kind);
            const std::vector<TagNode> main = mainTags(preview.tags);
            QCOMPARE(valueOf(main, 0x00080018), object.sopInstanceUid);
            QCOMPARE(valueOf(main, 0x0020000D), u"2.25.102"_s);
            QCOMPARE(valueOf(main, 0x00100010), u"Müller^Jürgen"_s);
            QVERIFY(std::ranges::is_sorted(main, {}, &TagNode::tag));
            QVERIFY(preview.tags.nodes.size() > main.size());
        }
    }

    void objectsComeInTheirOrderAndOthersAreLeftOut()
    {
        JudgedChest chest;
        chest.lungs.reset();
        const std::vector<ObjectKind> kinds{ObjectKind::Segmentation, ObjectKind::Pdf,
                                            ObjectKind::StructuredReport};
        const auto made = chest.with(chest.shown(), [&kinds](const ObjectRequest& request) {
            return makeObjects(request, kinds);
        });
        QVERIFY(made);
        QCOMPARE(int(made->objects.size()), 2);
        QVERIFY(made->objects[0].kind == ObjectKind::StructuredReport);
        QCOMPARE(made->objects[0].bytes, chest.make(ObjectKind::StructuredReport).bytes);
        QVERIFY(made->objects[1].kind == ObjectKind::Pdf);
        QCOMPARE(made->objects[1].bytes, chest.make(ObjectKind::Pdf).bytes);
        QCOMPARE(int(made->leftOut.size()), 1);
        QVERIFY(made->leftOut[0].kind == ObjectKind::Segmentation);
    }
};

QTEST_GUILESS_MAIN(TestResultsObjectPreview)
#include "test_object_preview.moc"
