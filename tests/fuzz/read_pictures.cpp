// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/reading/preview.h"
#include "core/imaging/reading/reader.h"
#include "tests/fuzz/harness.h"
#include "tests/fuzz/input_file.h"
#include "tests/fuzz/radiograph_promises.h"

#include <algorithm>

namespace ccad::fuzz {

void readPictures(const QByteArray& input)
{
    const InputFile file(input);
    // The whole, and as small as compression allows: two ways through the codecs.
    for (const int side : {0, 16}) {
        ReadSize size;
        size.shorterSide = side;
        size.withHash = side != 0;
        const auto read = readReduced(file.path(), size, quickLimits());
        if (!read) {
            expectSentence(read.error());
            continue;
        }
        expectPicture(*read);
        expect(side == 0 ? read->isWhole()
                         : !read->pictureSha256.isEmpty() || !read->contentSha256.isEmpty(),
               "a picture that was asked for as a whole is one, and a hash that was asked for is "
               "there");
    }
    const auto preview = readPreview(file.path(), 16, quickLimits());
    if (!preview)
        return expectSentence(preview.error());
    expect(preview->image.width > 0 && preview->image.height > 0
               && preview->image.pixels.size()
                   == static_cast<std::size_t>(preview->image.width)
                       * static_cast<std::size_t>(preview->image.height),
           "a preview has pixels");
}

} // namespace ccad::fuzz
