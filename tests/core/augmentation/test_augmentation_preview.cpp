// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/augmentation/augmentation_preview.h"
#include "core/imaging/reading/reader.h"
#include "tests/support/toy_dataset.h"

#include <QTemporaryDir>
#include <QTest>

#include <cstdlib>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestAugmentationPreview : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    AugmentationPreviewRequest m_request;

private Q_SLOTS:
    void initTestCase()
    {
        const auto dataset = test::writeToyDataset(m_folder.filePath(u"toy"_s), 8);
        QVERIFY(dataset.hasValue());
        for (const DatasetItem& item : dataset->items)
            m_request.files.append(item.file);
        m_request.spec.inputSize = 48;
        m_request.augmentation = paperAugmentation();
        m_request.copies = 3;
    }

    void showsThePlainPictureAndItsCopies()
    {
        const auto previews = previewAugmentation(m_request);
        QVERIFY(previews.hasValue());
        QCOMPARE(previews->size(), std::size_t{8});
        for (std::size_t i = 0; i < previews->size(); ++i) {
            const AugmentationPreview& preview = (*previews)[i];
            QCOMPARE(preview.file, m_request.files[static_cast<qsizetype>(i)]);
            const auto radiograph = readRadiograph(preview.file);
            const NetworkInput input = Preprocessor(m_request.spec)(*radiograph);
            QCOMPARE(preview.plain.pixels.size(), input.values.size());
            for (std::size_t p = 0; p < input.values.size(); ++p)
                QVERIFY(std::abs((input.values[p] + 1) / 2 * 255 - preview.plain.pixels[p])
                        < 0.51F);
            QCOMPARE(preview.changed.size(), std::size_t{3});
            for (const GrayImage8& copy : preview.changed) {
                QCOMPARE(copy.width, 48);
                QCOMPARE(copy.pixels.size(), std::size_t{48 * 48});
                QVERIFY(copy.pixels != preview.plain.pixels);
            }
            QVERIFY(preview.changed[0].pixels != preview.changed[1].pixels);
        }
    }

    void theSeedDecides()
    {
        AugmentationPreviewRequest other = m_request;
        other.seed = 2;
        const auto first = previewAugmentation(m_request);
        QVERIFY((*previewAugmentation(m_request))[4].changed[2].pixels
                == (*first)[4].changed[2].pixels);
        QVERIFY((*previewAugmentation(other))[4].changed[2].pixels
                != (*first)[4].changed[2].pixels);
    }

    void noAugmentationShowsNoChange()
    {
        AugmentationPreviewRequest request = m_request;
        request.augmentation = {};
        const auto previews = previewAugmentation(request);
        QVERIFY((*previews)[0].changed[2].pixels == (*previews)[0].plain.pixels);
    }

    void unreadableFilesAreLeftOut()
    {
        AugmentationPreviewRequest request = m_request;
        request.files[1] = m_folder.filePath(u"absent.bmp"_s);
        const auto previews = previewAugmentation(request);
        QCOMPARE(previews->size(), std::size_t{7});
        QCOMPARE((*previews)[1].file, m_request.files[2]);
        request.files = {request.files[1]};
        const auto none = previewAugmentation(request);
        QVERIFY(!none.hasValue());
        QCOMPARE(none.error().code, ErrorCode::DatasetUnusable);
        QVERIFY(none.error().message.contains(u"absent.bmp"));
    }

    void nonsenseIsRefused()
    {
        const auto refused = [this](auto spoil) {
            AugmentationPreviewRequest request = m_request;
            spoil(request);
            const auto previews = previewAugmentation(request);
            return !previews && previews.error().code == ErrorCode::InvalidArgument;
        };
        QVERIFY(refused([](auto& r) { r.files.clear(); }));
        QVERIFY(refused([](auto& r) { r.copies = 0; }));
        QVERIFY(refused([](auto& r) { r.copies = 65; }));
        QVERIFY(refused([](auto& r) { r.spec.inputSize = 8; }));
    }

    void canBeCancelled()
    {
        const CancelToken cancel;
        cancel.cancel();
        const auto previews = previewAugmentation(m_request, cancel);
        QVERIFY(!previews && previews.error().code == ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestAugmentationPreview)
#include "test_augmentation_preview.moc"
