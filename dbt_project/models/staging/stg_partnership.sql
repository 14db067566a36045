{{ in_force('partnership') }}
