// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/reading/warm_up.h"

#include "core/base/sha256.h"
#include "core/imaging/dicom/dicom_codecs.h"
#include "core/imaging/dicom/tag_values.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcdict.h>

#include <deque>

#include <time.h>

namespace ccad {

namespace {

using imaging::TextDecoder;

/// One for each character set of PS3.3 C.12.1.1.2, with and without code extensions.
std::deque<TextDecoder> textDecoders()
{
    std::deque<TextDecoder> decoders;
    for (const char* number :
         {"6", "13", "100", "101", "109", "110", "126", "127", "138", "144", "148", "166", "203"}) {
        decoders.emplace_back(QByteArray("ISO_IR ") + number);
        decoders.emplace_back(QByteArray("ISO 2022 IR ") + number);
    }
    for (const char* name : {"ISO_IR 192", "GB18030", "GBK", "\\ISO 2022 IR 58", "\\ISO 2022 IR 87",
                             "\\ISO 2022 IR 149", "\\ISO 2022 IR 159"})
        decoders.emplace_back(QByteArray(name));
    return decoders;
}

} // namespace

void warmUpReaders()
{
    imaging::registerDicomCodecs();
    dcmDataDict.rdlock();
    dcmDataDict.rdunlock();
    // Kept, since the C library unloads converters that nobody has open.
    static const std::deque<TextDecoder> open = textDecoders();
    tzset();
    (void)sha256({});
}

} // namespace ccad
