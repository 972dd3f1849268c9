// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/data_dirs.h"
#include "core/isolation/decoder.h"
#include "core/isolation/decoding_service.h"

#include <QTest>

#include <sys/resource.h>

using namespace Qt::StringLiterals;

using namespace ccad;

namespace {

/// While it lives, files of this process grow to that size at most (`ulimit -f`).
class SmallFiles
{
public:
    explicit SmallFiles(rlim_t bytes)
    {
        getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit limit{bytes, m_before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~SmallFiles() { setrlimit(RLIMIT_FSIZE, &m_before); }

private:
    rlimit m_before{};
};

QString sample()
{
    return samplesDir() + u"/average-normal.dcm"_s;
}

} // namespace

class TestAnswerRoom : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aLimitOnFilesLeavesRoomForSmallOnes()
    {
        DecodingService service(decoderProgram());
        {
            const SmallFiles limit(2 << 20);
            const auto told = service.radiograph(sample());
            QVERIFY2(told.hasValue(), qPrintable(told ? QString() : told.error().message));
        }
        {
            const SmallFiles limit(100 << 10);
            const auto told = service.radiograph(sample());
            QVERIFY(!told.hasValue());
            QVERIFY2(told.error().code == ErrorCode::TooLarge, qPrintable(told.error().message));
        }
        {
            const SmallFiles limit(1 << 10);
            const auto told = service.radiograph(sample());
            QVERIFY(!told.hasValue());
            QVERIFY2(told.error().message.contains(u"ulimit -f"_s),
                     qPrintable(told.error().message));
        }
        QVERIFY(service.radiograph(sample()).hasValue());
    }
};

QTEST_GUILESS_MAIN(TestAnswerRoom)
#include "test_answer_room.moc"
